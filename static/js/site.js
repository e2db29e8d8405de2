// Enhances pages that work without it: panels, the map beside its list, sharing, the remembered language.

// Found by its address: a new answer may have replaced the link since it was followed.
function closePanel(event) {
  const panel = document.querySelector(".panel:target");
  if (event.key !== "Escape" || !panel) return;
  location.hash = "#main";
  document.querySelector(`a[href="#${panel.id}"]`)?.focus();
}

// On a phone the panel covers what was found, so sending it closes it.
function showFound(event) {
  if (event.target.matches(".panel:target")) location.hash = "#results";
}

// A region chosen on the map opens in the list beside it.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest("details");
  if (details) details.open = true;
}

// Pointing at a city in the list shows it on the map.
function pairWithMap(entry) {
  const dot = document.getElementById(`d-${entry.dataset.dot}`);
  if (!dot) return;
  const show = () => { dot.classList.add("on"); dot.parentNode.append(dot); };
  const hide = () => dot.classList.remove("on");
  for (const name of ["pointerenter", "focus"]) entry.addEventListener(name, show);
  for (const name of ["pointerleave", "blur"]) entry.addEventListener(name, hide);
}

let silence = 0;

function announce(text) {
  const place = document.getElementById("announcement");
  if (!place || !text) return;
  place.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { place.textContent = ""; }, 6000);
}

// The system's own sheet where there is one, else the address on the clipboard.
async function share(event) {
  const link = event.currentTarget;
  event.preventDefault();
  const address = link.href;
  try {
    if (navigator.share) {
      await navigator.share({ title: link.dataset.share || document.title, url: address });
    } else {
      await navigator.clipboard.writeText(address);
      announce(link.dataset.done);
    }
  } catch (error) {
    if (error.name !== "AbortError") location.href = address;
  }
}

function rememberLanguage(event) {
  const link = event.target.closest(".site-langs a[data-language]");
  if (!link) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

function prepare(root) {
  for (const entry of root.querySelectorAll("[data-dot]")) pairWithMap(entry);
  for (const link of root.querySelectorAll("a[data-share]")) link.addEventListener("click", share);
  for (const button of root.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

// What the desk keeps of unsaved text goes when the person signs out, in every window of the browser.
const signingOut = "BroadcastChannel" in window ? new BroadcastChannel("signing-out") : null;

function forgetUnsaved() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("unsaved:")) sessionStorage.removeItem(name);
}

function forgetAtSignOut(event) {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/account/logout/")) return;
  forgetUnsaved();
  signingOut?.postMessage("now");
}

signingOut?.addEventListener("message", forgetUnsaved);
document.addEventListener("submit", forgetAtSignOut);
document.addEventListener("click", rememberLanguage);
document.addEventListener("keydown", closePanel);
document.addEventListener("submit", showFound);
addEventListener("hashchange", openTarget);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
prepare(document);
openTarget();
document.querySelector(".errors")?.focus();
