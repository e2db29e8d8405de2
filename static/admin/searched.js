/* Fields filled by searching: type, choose from the suggestions, take away by unticking. */
(() => {
  const DELAY = 200;

  const setUp = (field) => {
    if (field.dataset.ready) return;
    field.dataset.ready = "yes";
    const box = field.querySelector("input[type=search]");
    const found = field.querySelector("[role=listbox]");
    const chosen = field.querySelector("[data-searched-chosen]");
    const status = field.querySelector("[data-searched-status]");
    const multiple = "multiple" in field.dataset;
    let timer = null;
    let asked = 0;
    let active = -1;

    const close = () => {
      found.hidden = true;
      found.replaceChildren();
      active = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const choose = (item) => {
      if (!multiple) chosen.replaceChildren();
      const there = [...chosen.querySelectorAll("input")].find((input) => input.value === item.id);
      if (there) {
        there.checked = true;
      } else {
        const row = document.createElement("li");
        const label = document.createElement("label");
        const input = document.createElement("input");
        const text = document.createElement("bdi");
        input.type = "checkbox";
        input.name = field.dataset.name;
        input.value = item.id;
        input.checked = true;
        text.textContent = item.label;
        label.append(input, " ", text);
        row.append(label);
        chosen.append(row);
      }
      box.value = "";
      close();
      box.focus();
      chosen.querySelector("li:last-child input").dispatchEvent(new Event("change", { bubbles: true }));
    };

    const show = (results) => {
      found.replaceChildren(...results.map((item, index) => {
        const option = document.createElement("li");
        option.id = `${found.id}_${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const text = document.createElement("bdi");
        text.textContent = item.label;
        option.append(text);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(item);
        });
        option.choose = () => choose(item);
        return option;
      }));
      active = -1;
      found.hidden = results.length === 0;
      box.setAttribute("aria-expanded", String(results.length > 0));
      status.textContent = results.length ? results.map((item) => item.label).join("; ") : field.dataset.none;
      if (!results.length) {
        const none = document.createElement("li");
        none.textContent = field.dataset.none;
        none.className = "searched__none";
        found.replaceChildren(none);
        found.hidden = false;
      }
    };

    const ask = async () => {
      const mine = (asked += 1);
      const typed = box.value.trim();
      if (!typed) {
        close();
        return;
      }
      const answer = await fetch(`${field.dataset.url}?q=${encodeURIComponent(typed)}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (mine === asked && answer.ok) show((await answer.json()).results);
    };

    const move = (step) => {
      const options = [...found.querySelectorAll("[role=option]")];
      if (!options.length) return;
      active = (active + step + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
      box.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };

    box.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(timer);
      timer = setTimeout(ask, DELAY);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const options = [...found.querySelectorAll("[role=option]")];
        if (options.length) options[Math.max(active, 0)].choose();
      } else if (event.key === "Escape") {
        close();
      }
    });
    box.addEventListener("blur", close);
  };

  const start = () => document.querySelectorAll("[data-searched]").forEach(setUp);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
