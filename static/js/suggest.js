// Suggestions while a question is typed: the combobox of the ARIA Authoring Practices. Without this file the box is a
// plain search, and with it too whoever ignores the list searches as before: Enter sends what was typed.
const REST = 150; // milliseconds after the last key
let boxes = 0;

function combobox(place) {
  const input = place.querySelector("input");
  const told = place.querySelector("[role=status]");
  const list = document.createElement("ul");
  list.id = `suggestions-${boxes += 1}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", place.dataset.label);
  input.after(list);
  const start = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(start)) input.setAttribute(name, value);
  let active = -1, timer = 0, asking = null;

  function mark(next) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = next;
    const option = list.children[active];
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    told.textContent = "";
  }

  function option({ label, language, detail, url }, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.dataset.url = url;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = item.appendChild(document.createElement("span"));
    name.textContent = label;
    name.dir = "auto";
    if (language) { name.lang = language; name.className = "said"; }
    const more = item.appendChild(document.createElement("span"));
    more.className = "quiet small";
    more.textContent = detail;
    return item;
  }

  // On a phone the keyboard covers what lies below the box: the box goes up, so that the list has room.
  function makeRoom() {
    if (!matchMedia("(pointer: coarse)").matches) return;
    const seen = visualViewport?.height ?? innerHeight;
    if (place.getBoundingClientRect().bottom > seen / 2) place.scrollIntoView({ block: "start" });
  }

  function show({ suggestions, status }) {
    const opens = list.hidden && suggestions.length;
    mark(-1);
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
    if (opens) makeRoom();
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = status;
  }

  async function ask() {
    asking?.abort();
    const text = input.value.trim();
    if (!text) { close(); return; }
    const own = asking = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.suggestions}?q=${encodeURIComponent(text.slice(0, 200))}`,
        { signal: own.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) { close(); return; }
      const body = await answer.json();
      if (own === asking && !own.signal.aborted && document.activeElement === input) show(body);
    } catch (error) {
      if (error.name !== "AbortError") close(); // the search itself works without suggestions
    }
  }

  function move(step) {
    const last = list.children.length - 1, next = active + step;
    if (active < 0) mark(step > 0 ? 0 : last);
    else mark(next < 0 || next > last ? -1 : next);
  }

  function onArrow(event) {
    event.preventDefault();
    if (list.hidden) ask();
    else if (!event.altKey) move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "ArrowUp") close();
  }

  function onEscape(event) {
    event.preventDefault();
    if (list.hidden) input.value = "";
    close();
  }

  function onEnter(event) {
    const chosen = list.hidden ? null : list.children[active];
    if (!chosen) { close(); return; }
    event.preventDefault();
    location.assign(chosen.dataset.url);
  }

  const keys = { ArrowDown: onArrow, ArrowUp: onArrow, Escape: onEscape, Enter: onEnter };
  input.addEventListener("keydown", (event) => {
    if (!event.isComposing) keys[event.key]?.(event);
  });
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    mark(-1);
    if (!event.isComposing) timer = setTimeout(ask, REST);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, REST); });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus and the list
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
  input.form.addEventListener("submit", close);
  addEventListener("pagehide", close);
}

for (const place of document.querySelectorAll("[data-suggestions]")) combobox(place);
