// Enhances the pages on which a city writes; all of them work without it.

// The same rule as practices/forms_admin.py: in Chinese and Japanese two characters count as one word.
const TOGETHER = /[\u3040-\u9fff]/;

function words(text) {
  const together = [...text].filter((character) => TOGETHER.test(character)).length;
  const apart = text.split(/\s+/).filter((word) => word && !TOGETHER.test([...word][0])).length;
  return Math.floor((together + 1) / 2) + apart;
}

function count(line) {
  const field = document.getElementById(line.dataset.countOf);
  if (!field) return;
  const show = () => {
    const text = field.value.trim();
    const length = "words" in line.dataset ? words(text) : [...text].length;
    const over = length > Number(line.dataset.most);
    line.textContent = line.dataset.pattern.replace("{count}", length);
    line.classList.toggle("error", over);
    line.classList.toggle("quiet", !over);
  };
  for (const name of ["input", "filled"]) field.addEventListener(name, show);
  show();
}

// Entries like this one, while its title is typed; asked for once the hand rests.
function suggest(place) {
  const field = document.getElementById(place.dataset.of);
  if (!field) return;
  let asked = "", timer = 0;
  const ask = async () => {
    const title = field.value.trim();
    if (title === asked) return;
    asked = title;
    try {
      const answer = await fetch(`${place.dataset.source}?q=${encodeURIComponent(title.slice(0, 200))}`);
      if (answer.ok && !answer.redirected && title === asked) place.innerHTML = await answer.text();
    } catch { /* the same list stands on the page of answers */ }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 600); });
  if (place.childElementCount) asked = field.value.trim();
  else if (field.value.trim()) ask();
}

// The server says the time in UTC; here it is said as the clock beside the reader says it.
function tellTime(line) {
  const [hours, minutes] = (line.dataset.utc || "").split(":").map(Number);
  const at = new Date();
  at.setUTCHours(hours, minutes);
  const pair = (number) => String(number).padStart(2, "0");
  line.textContent = line.dataset.pattern.replace("{time}", `${pair(at.getHours())}:${pair(at.getMinutes())}`);
}

// Uploads say how far they are. The answer is a page: the next one, or this one with what is to be mended.
function upload(form) {
  form.addEventListener("submit", (event) => {
    if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    const line = form.querySelector(".upload");
    const [bar, told] = line.children;
    const request = new XMLHttpRequest();
    line.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((loaded / Math.max(total, 1)) * 100);
      bar.value = percent;
      told.textContent = form.dataset.upload.replace("{percent}", percent);
    });
    request.addEventListener("load", () => {
      if (request.status < 400) location.assign(request.responseURL);
      else replace(request.responseText, form);
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action || location.href);
    request.send(new FormData(form, event.submitter));
  });
}

function replace(page, form) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  if (!main) { form.submit(); return; }
  document.querySelector("main").replaceWith(main);
  prepare(main);
  main.querySelector(".errors")?.focus();
}

function prepare(root) {
  for (const line of root.querySelectorAll("[data-count-of]")) count(line);
  for (const place of root.querySelectorAll("[data-source]")) suggest(place);
  for (const line of root.querySelectorAll("[data-utc]")) {
    if (!("earlier" in line.dataset)) tellTime(line); // the day of an earlier one is that of UTC, as the server says it
    line.addEventListener("retell", () => tellTime(line));
  }
  for (const form of root.querySelectorAll("form[data-upload]")) upload(form);
}

prepare(document);
