// What is typed into a form and not saved: asks before somebody leaves it; where the page says data-keep, keeps
// it (js/kept.js) and offers to put it back. Every page works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-unsaved], #report_form, #agency_form");
  if (!form) {
    return;
  }
  const KEPT = window.kept.name("typed");
  const isKept = form.matches("[data-keep]") || Boolean(form.querySelector("[data-keep]"));
  // A page that came back with errors holds what was typed and not saved.
  const isReturned = Boolean(document.querySelector(".errornote, .errorlist"));
  let isUnsaved = isReturned;
  let isLeaving = false;
  const isTyped = ({ name, type }) => /^(text|textarea|number|url|email|checkbox|select-one)$/.test(type)
    && name && !name.includes("__prefix__");
  const isTotal = ({ name }) => name.endsWith("-TOTAL_FORMS");
  const value = (field) => (field.type === "checkbox" ? field.checked : field.value);

  function keep() {
    if (!isKept) { return; }
    const fields = [...form.elements];
    const typed = fields.filter(isTyped).map((field) => [field.name, value(field)]);
    const totals = fields.filter(isTotal).map((field) => [field.name, Number(field.value)]);
    const version = form.elements._version?.value ?? "";
    window.kept.save(KEPT, { version, typed, totals });
  }

  // The version comes back too: where somebody else saved meanwhile, the server shows both texts.
  function putBack({ version, typed, totals }) {
    for (const [name, total] of totals) {
      const group = document.getElementById(name.replace(/-TOTAL_FORMS$/, "-group"));
      for (let more = total - Number(form.elements[name]?.value ?? total); more > 0; more -= 1) {
        group.querySelector(".add-row a")?.click();
      }
    }
    for (const [name, text] of typed) {
      const field = form.elements[name];
      if (field?.type === "checkbox") { field.checked = text; }
      else if (field && (!field.options || [...field.options].some((option) => option.value === text))) { field.value = text; }
    }
    if (form.elements._version && version) {
      form.elements._version.value = version;
    }
    changed();
  }

  function offerKept() {
    const place = document.getElementById("kept");
    const kept = isKept ? window.kept.load(KEPT) : null;
    const isOther = ([name, text]) => (form.elements[name] ? value(form.elements[name]) !== text : text);
    if (!place || !kept || isReturned || !kept.typed.some(isOther)) {
      return;
    }
    place.querySelector("button").addEventListener("click", () => { place.hidden = true; putBack(kept); });
    place.hidden = false;
  }

  const changed = () => { isUnsaved = true; keep(); };
  for (const event of ["input", "change", "formset:added", "formset:removed"]) {
    form.addEventListener(event, changed);
  }
  form.addEventListener("submit", () => {
    isLeaving = true;
    window.kept.sent(KEPT);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isLeaving) {
      event.preventDefault();
    }
  });
  window.addEventListener("load", offerKept);
});
