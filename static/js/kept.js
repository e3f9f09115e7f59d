// What is typed and not saved, kept in this browser: for a session that runs out or a machine that stops. Each
// account has its own; saving and signing out drop it, and so do seven days. Only pages that ask for it
// (data-keep) keep anything: none that shows an applicant's personal data does.
// Before a long form is sent, the session is asked for; where it is gone the page stays, and says so.
"use strict";

(() => {
  const DAYS = 7;
  const PREFIX = "kept:";
  const quietly = (act) => {
    try { return act(); } catch { return null; /* a browser that stores nothing loses only this comfort */ }
  };
  const SENT = `${PREFIX}sent`;
  const here = () => document.getElementById("session");
  const account = () => here()?.dataset.account ?? "";
  const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key)));
  const isPast = (key) => !(read(key)?.at > Date.now() - DAYS * 86400000);
  const drop = (isOld) => quietly(() => {
    for (const key of Object.keys(localStorage)) {
      if (/^(typed|grid):/.test(key) || (key.startsWith(PREFIX) && isOld(key))) { localStorage.removeItem(key); }
    }
  });

  // A key holds the account and the page, what it holds the version that was read: where somebody else saved
  // meanwhile, the server shows both.
  window.kept = {
    name: (kind) => `${PREFIX}${account()}:${kind}:${location.pathname.replace(/^\/en\//, "/")}`,
    load: (key) => (account() ? read(key)?.what ?? null : null),
    save: (key, what) => account() && quietly(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), what }))),
    drop: (key) => quietly(() => localStorage.removeItem(key)),
    sent: (key) => quietly(() => sessionStorage.setItem(SENT, key)),
  };
  drop(isPast);

  // The page that follows a save says so; only then is what was kept no longer needed.
  document.addEventListener("DOMContentLoaded", () => {
    const sent = quietly(() => sessionStorage.getItem(SENT));
    if (sent && here()) {
      quietly(() => sessionStorage.removeItem(SENT));
      if (document.querySelector(".messagelist .success, .messagelist .warning")) { window.kept.drop(sent); }
    }
  });

  // The session

  const isLong = (form) => form.matches("form[data-unsaved], form#grid, #report_form, #agency_form");
  let asked = null;

  async function ask() {
    const answer = await fetch(here().dataset.address, { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : { signed_in: false };
  }

  function tell(form, submitter, kind) {
    const found = form.querySelector(".session-lost") ?? document.createElement("div");
    found.className = "session-lost notice notice-fails";
    found.setAttribute("role", "alert");
    found.replaceChildren(document.getElementById(`session-${kind}`).content.cloneNode(true));
    found.querySelector("button").addEventListener("click", () => send(form, submitter));
    form.prepend(found);
    found.scrollIntoView({ block: "center" });
    found.querySelector("a, button").focus();
  }

  async function send(form, submitter) {
    let answer;
    try { answer = await ask(); } catch { tell(form, submitter, "unreachable"); return; }
    if (!answer.signed_in) {
      tell(form, submitter, "lost");
    } else if (String(answer.account) !== account()) {
      tell(form, submitter, "other");
    } else {
      for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) { token.value = answer.csrf; }
      form.querySelector(".session-lost")?.remove();
      asked = form;
      // A form that was edited away from under its button is sent without it.
      if (submitter?.form === form) { form.requestSubmit(submitter); } else { form.requestSubmit(); }
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "logout-form") { drop((key) => key.startsWith(`${PREFIX}${account()}:`)); }
    if (!here() || form.method !== "post" || !isLong(form)) { return; }
    if (asked === form) { asked = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form, event.submitter);
  }, true);
})();
