// Beside the choice of an answer: what the chosen one rests on and needs. Without this, all are listed below it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const select = document.getElementById("id_outcome");
  const all = document.getElementById("answer-guides");
  if (!select || !all) {
    return;
  }
  const shown = document.createElement("div");
  shown.className = "answer-guide";
  shown.setAttribute("aria-live", "polite");
  all.before(shown);

  function show() {
    const guide = [...all.querySelectorAll("section")].find(({ dataset }) => dataset.outcome === select.value);
    shown.replaceChildren(...(guide ? [guide.cloneNode(true)] : []));
  }

  select.addEventListener("change", show);
  show();
});
