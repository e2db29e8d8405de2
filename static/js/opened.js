// Counts which result was opened from which question: no reader is named, and whoever asks not to be counted is not.
// The list says where to tell it (data-opened) and what was asked (data-question), each result its id and place.

function refuses() {
  return navigator.globalPrivacyControl || navigator.doNotTrack === "1";
}

function tell(event) {
  if (event.button > 1 || refuses() || !navigator.sendBeacon) return;
  const result = event.target.closest("a[href]")?.closest("[data-result]");
  const list = result?.closest("[data-opened]");
  if (!list?.dataset.question) return;
  const told = new URLSearchParams({
    q: list.dataset.question, id: result.dataset.result, position: result.dataset.position,
  });
  navigator.sendBeacon(list.dataset.opened, told);
}

document.addEventListener("click", tell);
document.addEventListener("auxclick", tell);
