// Comfort on the pages of applying; each works without. Shows what is public already while the description is
// typed, saves the draft now and then, hides what organisations alone fill in, and prints the receipt. Nothing is
// kept in the browser itself.
"use strict";

(() => {
  const PAUSE = 900;
  const SAVE_AFTER = 4000;
  const later = (act, wait) => {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
  };

  document.querySelector("#errors")?.focus();
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A second click on the way changes nothing on the server either; this only spares the wait for it.
  for (const form of document.querySelectorAll("[data-once]")) {
    form.addEventListener("submit", () => setTimeout(() => { for (const button of form.querySelectorAll("button")) { button.disabled = true; } }));
    window.addEventListener("pageshow", () => { for (const button of form.querySelectorAll("button")) { button.disabled = false; } });
  }

  const form = document.querySelector("form[data-apply]");
  if (!form) { return; }

  // What is public already

  const shown = document.getElementById("already-public");
  const description = form.elements.description;
  let asked = "";
  let going = null;
  async function look() {
    const text = description.value.trim();
    if (text === asked) { return; }
    asked = text;
    going?.abort();
    going = new AbortController();
    const body = new URLSearchParams({ text: text.slice(0, 2000), agency: form.dataset.agency });
    try {
      const answer = await fetch(form.dataset.public, { method: "POST", body, signal: going.signal });
      if (answer.ok) { shown.innerHTML = await answer.text(); }
    } catch { /* no network, or typed on: the review shows it too */ }
  }
  if (shown && description) {
    description.addEventListener("input", later(look, PAUSE));
    if (description.value) { look(); }
  }

  // The draft

  const told = document.getElementById("kept");
  let isLeaving = false;
  let saving = null;
  form.addEventListener("submit", () => { isLeaving = true; saving?.abort(); });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  async function save() {
    if (isLeaving) { return; }
    saving = new AbortController();
    const body = new FormData(form);
    body.delete("files");
    body.append("keep", "");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Kept-By": "script" }, signal: saving.signal });
      told.textContent = answer.status === 204 ? told.dataset.kept : "";
    } catch { told.textContent = ""; }
  }
  form.addEventListener("input", later(save, SAVE_AFTER));

  // Files that would be refused are told of before they are sent; the server looks at them all the same.

  const files = form.elements.files;
  files.addEventListener("change", () => {
    const isTooMuch = files.files.length > Number(files.dataset.most) || [...files.files].some((file) => file.size > 10 * 2 ** 20);
    const warning = document.getElementById("files-too-much");
    warning.textContent = isTooMuch ? files.dataset.tooMuch : "";
    if (isTooMuch) { files.value = ""; }
  });

  // What organisations alone fill in

  const kinds = form.elements.applicant_kind;
  const own = ["representative", "contact"].map((name) => form.elements[name]?.closest(".apply-field")).filter(Boolean);
  const arrange = () => { for (const field of own) { field.hidden = kinds.value === "natural_person"; } };
  for (const kind of kinds) { kind.addEventListener("change", arrange); }
  arrange();
})();
