// On the report page: marks the reader's place in the outline, opens a check that a link points to, offers printing.
(() => {
  const links = new Map();
  for (const link of document.querySelectorAll(".outline a[href^='#']")) {
    const part = document.getElementById(link.hash.slice(1));
    if (part) links.set(part, link);
  }
  const mark = () => {
    let here = null;
    for (const part of links.keys()) if (part.getBoundingClientRect().top < window.innerHeight / 3) here = part;
    for (const [part, link] of links) {
      if (part === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  const button = document.querySelector(".print-button");
  if (button) { button.hidden = false; button.addEventListener("click", () => print()); }
})();
