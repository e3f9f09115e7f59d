// Names for what the stock scripts leave nameless to a screen reader: boxes of select2, day and time, tips.
"use strict";

(() => {
  function nameBoxes(root) {
    for (const box of root.querySelectorAll(".select2-container")) {
      const select = box.previousElementSibling;
      const label = select && select.labels && select.labels[0];
      if (label) {
        for (const field of box.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field")) {
          field.setAttribute("aria-label", label.textContent.trim());
        }
      }
    }
    // Day and time of one moment: the word before the input stands in no label.
    for (const input of root.querySelectorAll(".datetime input:not([aria-label])")) {
      input.setAttribute("aria-label", input.previousSibling.textContent.trim());
    }
    for (const tip of root.querySelectorAll("span[aria-label]:not([role])")) {
      tip.setAttribute("role", "img");
    }
  }

  // The list of a box that is opened stands at the end of the page, with a search field of its own.
  function nameOpened() {
    const open = document.querySelector(".select2-container--open [role=combobox]");
    const field = document.querySelector("body > .select2-container--open .select2-search__field");
    if (open && field) {
      field.setAttribute("aria-label", open.getAttribute("aria-label") ?? "");
    }
    // While it is open, select2 does not say which list it opened.
    const results = document.querySelector("body > .select2-container--open .select2-results__options");
    if (open && results) {
      results.setAttribute("aria-label", open.getAttribute("aria-label") ?? "");
      if (results.id && open.getAttribute("aria-controls") !== results.id) {
        open.setAttribute("aria-controls", results.id);
      }
    }
  }

  window.addEventListener("load", () => {
    nameBoxes(document);
    new MutationObserver(() => { nameBoxes(document); nameOpened(); })
      .observe(document.body, { childList: true, subtree: true });
  });
})();
