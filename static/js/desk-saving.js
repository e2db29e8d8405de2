// Saves what is typed on a page of the desk: every few seconds if it has changed, and when the page is left.
// What cannot be saved waits in this window's sessionStorage, and goes when it has arrived (practices/desk/autosaving.py).

const EVERY = 15_000; // milliseconds
const MARKS = new Set(["csrfmiddlewaretoken", "version", "seen", "page", "turn", "then", "next"]);

function stored(key) {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
}

function store(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* no room: the text stays on the page */ }
}

const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith("unsaved:"));

// What somebody else left in this window goes; so does what the server says has arrived.
function tidy(place) {
  const wrote = JSON.parse(place.dataset.wrote || "{}");
  for (const name of names()) {
    if (!name.startsWith(place.dataset.person)) sessionStorage.removeItem(name);
    if (!name.startsWith(place.dataset.entry)) continue;
    const [page, turn] = wrote[name.slice(place.dataset.entry.length)] || [];
    const kept = stored(name);
    if (!kept || (kept.page === page && kept.turn <= turn)) sessionStorage.removeItem(name);
  }
}

class Saving {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.key = place.dataset.entry + place.dataset.question;
    this.line = this.form.querySelector(".saved");
    this.told = place.querySelector("[role=status]");
    this.state = "";
    this.changed = this.busy = this.leaving = false;
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", () => this.typed());
    this.form.addEventListener("submit", () => this.sent());
    setInterval(() => this.send(), EVERY);
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.send(true));
    addEventListener("pageshow", () => { this.leaving = false; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.send(true); });
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.leaving && this.isTrouble()) event.preventDefault();
    });
    this.restore();
  }

  mark(name) { return this.form.querySelector(`input[type=hidden][name="${name}"]`); }

  isTrouble() { return !["", "saved", "restored"].includes(this.state); }

  entries() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !MARKS.has(name));
  }

  typed() {
    this.changed = true;
    this.keep();
  }

  keep() {
    const [page, seen, version] = ["page", "seen", "version"].map((name) => this.mark(name)?.value);
    store(this.key, { page, seen, version, turn: Number(this.mark("turn").value) + 1, entries: this.entries() });
  }

  // The form itself is on its way: what was sent before and arrives later counts for nothing.
  sent() {
    if (this.changed) this.keep();
    this.mark("turn").value = Number(this.mark("turn").value) + 1;
    this.leaving = true;
  }

  restore() {
    const kept = stored(this.key);
    if (!kept) return;
    if (JSON.stringify(kept.entries) === JSON.stringify(this.entries())) { sessionStorage.removeItem(this.key); return; }
    this.fill(kept.entries);
    for (const name of ["page", "seen", "version", "turn"]) {
      if (this.mark(name) && kept[name] !== undefined) this.mark(name).value = kept[name];
    }
    this.say("restored");
    this.changed = true;
    this.send();
  }

  fill(entries) {
    const given = new Map();
    for (const [name, value] of entries) given.set(name, [...(given.get(name) || []), value]);
    for (const field of this.form.elements) {
      if (!field.name || MARKS.has(field.name) || ["hidden", "submit", "file"].includes(field.type)) continue;
      const values = given.get(field.name) || [];
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values.shift() ?? "";
      field.dispatchEvent(new Event("filled"));
    }
  }

  async send(last = false) {
    if (!this.changed || this.leaving || this.state === "conflict" || (this.busy && !last)) return;
    this.changed = false;
    this.busy = true;
    this.mark("turn").value = Number(this.mark("turn").value) + 1;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST", body: new FormData(this.form), headers: { "X-Autosave": "1" }, keepalive: last,
      });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      this.heard(told);
    } catch {
      this.failed("offline");
    }
    this.busy = false;
  }

  heard(told) {
    if (told.state === "saved") this.saved(told);
    else if (told.state === "token") this.newToken(told.token);
    else this.failed(told.state || "failed", told.message);
  }

  saved({ saved, seen, version }) {
    if (this.line) {
      this.line.dataset.utc = saved;
      this.line.dispatchEvent(new Event("retell"));
    }
    this.mark("seen").value = seen;
    this.mark("version").value = version;
    if (this.changed) this.keep();
    else sessionStorage.removeItem(this.key);
    this.say("saved", this.line?.textContent);
  }

  // After a new sign-in the form needs another token, which this answer holds for a page of the same site.
  newToken(token) {
    const again = this.state !== "token";
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    this.changed = true;
    this.state = "token";
    if (again) setTimeout(() => this.send(), 0);
    else this.failed("failed");
  }

  failed(state, message) {
    this.changed = true;
    this.keep();
    this.say(state, message);
  }

  // Spoken when it becomes something else, and not each time that it was saved.
  say(state, message) {
    const quiet = ["saved", "restored"].includes(state);
    if (state === this.state) return;
    const first = !this.state && state === "saved";
    this.state = state;
    this.told.className = state === "saved" ? "hidden" : quiet ? "small" : "small error";
    if (!first || message) this.told.textContent = message || this.place.dataset[state] || this.place.dataset.failed;
    for (const way of this.place.querySelectorAll("[data-when]")) way.hidden = way.dataset.when !== state;
  }
}

const place = document.querySelector(".autosave");
if (place) {
  tidy(place);
  if (place.dataset.question) new Saving(place);
}
