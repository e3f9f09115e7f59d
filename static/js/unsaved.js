// Asks before somebody leaves a form with something typed and not saved. Every page works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-unsaved], #report_form, #agency_form");
  if (!form) {
    return;
  }
  // A page that came back with errors holds what was typed and not saved.
  let isUnsaved = Boolean(document.querySelector(".errornote, .errorlist"));
  let isLeaving = false;
  const changed = () => { isUnsaved = true; };
  for (const event of ["input", "change", "formset:added", "formset:removed"]) {
    form.addEventListener(event, changed);
  }
  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isLeaving) {
      event.preventDefault();
    }
  });
});
