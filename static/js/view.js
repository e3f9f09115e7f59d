// Remembers the large view in this browser alone. Without it, ?view=large and the page's own links do the same.
(() => {
  const html = document.documentElement;
  const kept = { get: () => { try { return localStorage.getItem("view"); } catch { return null; } },
                 set: (view) => { try { localStorage.setItem("view", view); } catch { /* private window */ } } };
  if (kept.get() === "large") html.classList.add("large");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (link) kept.set(link.dataset.view);
  });
})();
