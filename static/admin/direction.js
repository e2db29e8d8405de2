/* Text is typed in the direction of the language it is written in, whatever the direction of the admin. */
(() => {
  const rightToLeft = document.currentScript.dataset.rtl.split(" ");
  const TYPED = "input[type=text], input:not([type]), textarea, [contenteditable=true], [contenteditable='']";

  const directionOf = (code) => (rightToLeft.includes(code.split("-")[0]) ? "rtl" : "ltr");

  const mark = (place, direction, language) => {
    place.querySelectorAll(TYPED).forEach((element) => {
      if (element.closest("[data-searched]") || element.dir === direction) return;
      element.dir = direction;
      if (language) element.lang = language;
    });
  };

  const markRead = (place) => {
    place.querySelectorAll("p:not([dir])").forEach((element) => { element.dir = "auto"; });
  };

  const watch = (place, direction, language) => {
    mark(place, direction, language);
    new MutationObserver(() => mark(place, direction, language)).observe(place, { childList: true, subtree: true });
  };

  const start = () => {
    document.querySelectorAll("[data-content-dir]").forEach((place) => {
      watch(place, place.dataset.contentDir, place.dataset.contentLang);
    });
    const translating = document.querySelector(".js-translation-editor[data-props]");
    if (translating) {
      const code = JSON.parse(translating.dataset.props).locale?.code ?? "";
      if (code) watch(translating, directionOf(code), code);
      markRead(translating);
      new MutationObserver(() => markRead(translating)).observe(translating, { childList: true, subtree: true });
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
