// The import desk: files may be dropped on its box, and their names stand there before they are sent. While
// files wait to be read the page is loaded again now and then. Without this script the box is a file field.
"use strict";

(() => {
  const EVERY = 4000;
  const form = document.querySelector("form[data-drop]");
  const field = form?.querySelector("input[type=file]");
  if (field) {
    const names = form.querySelector("[data-drop-names]");
    const told = () => {
      names.replaceChildren(...Array.from(field.files, (file) => {
        const line = document.createElement("li");
        line.textContent = file.name;
        return line;
      }));
    };
    const over = (is) => (event) => {
      event.preventDefault();
      form.classList.toggle("is-over", is);
    };
    form.addEventListener("dragover", over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      const all = new DataTransfer();
      for (const file of [...field.files, ...event.dataTransfer.files]) { all.items.add(file); }
      field.files = all.files;
      told();
    });
    field.addEventListener("change", told);
  }
  const isIdle = () => !field || !field.files.length;
  if (document.querySelector("[data-waiting]")) {
    setInterval(() => { if (isIdle() && !document.hidden) { location.reload(); } }, EVERY);
  }
})();
