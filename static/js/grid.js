// The statistics table as a spreadsheet: moving, pasting, and every check of the form while somebody types.
// It knows no form: rows and inputs come from the page, the checks from the data block beside it. The server decides.
"use strict";

(() => {
  const { read, written } = window.figures;
  const form = document.getElementById("grid");
  const data = JSON.parse(document.getElementById("grid-data").textContent);
  const { words } = data;
  const cells = new Map();
  const tables = [];

  for (const section of form.querySelectorAll(".grid-table")) {
    const table = { rows: [], isLine: section.dataset.layout === "line" };
    for (const line of section.querySelectorAll("tbody tr")) {
      const inputs = [...line.querySelectorAll("input")];
      const label = line.dataset.label ?? line.querySelector("th").textContent;
      table.rows.push({ label, inputs });
      inputs.forEach((input, column) => {
        const hint = input.nextElementSibling;
        const cell = { input, hint, column, table, row: table.rows.length - 1, before: hint.textContent };
        cells.set(input.name.slice("cell:".length), cell);
        input.cell = cell;
      });
    }
    tables.push(table);
  }
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  // What the checks find in the figures that stand in the inputs.
  function examine() {
    const values = new Map();
    for (const [key, { input }] of cells) {
      values.set(key, read(input.value, input.dataset.kind, input.dataset.unit));
    }
    const before = (key) => read(data.previous[key] ?? "", "change").value ?? read(data.previous[key] ?? "", "money").value;
    return { values, findings: data.identities.map((identity) => {
      const figures = identity.terms.map(([key, , back]) => (back ? before(key) : values.get(key).value));
      const signed = figures.map((figure, at) => figure !== undefined && BigInt(identity.terms[at][1]) * figure);
      const sum = (parts) => (parts.includes(false) ? undefined : parts.reduce((one, two) => one + two, 0n));
      const left = sum(signed.slice(0, identity.size));
      const right = sum(signed.slice(identity.size));
      let status = "open";
      if (left !== undefined && right !== undefined) {
        const holds = identity.relation === "=" ? left === right : left <= right;
        status = holds ? "held" : (identity.hard ? "failed" : "warned");
        // A reason that staff wrote stands as long as the figures it was about.
        if (!holds && identity.explained && figures.every((figure, at) => written(figure) === identity.explained[at])) {
          status = "explained";
        }
      }
      return { identity, figures, left, right, status };
    }) };
  }

  const isWrong = ({ status }) => status === "failed" || status === "warned";
  const isAbout = (code, key) => code.startsWith(`${key}:`) || code.endsWith(`/${key}`);

  function sentence({ identity, figures, left, right }) {
    const shown = { found: written(left), expected: written(right) };
    figures.forEach((figure, at) => { shown[at] = written(figure); });
    return fill(identity.sentence, shown);
  }

  // The sum that a check computes for its one left cell: shown where it is blank or another, taken over by "=".
  function sums(findings) {
    const found = new Map();
    for (const finding of findings) {
      const { identity, right } = finding;
      if (identity.size === 1 && identity.relation === "=" && right !== undefined && !identity.terms[0][2]) {
        const key = identity.terms[0][0];
        if (!found.has(key) || isWrong(finding)) {
          found.set(key, { value: right, finding });
        }
      }
    }
    return found;
  }

  function mark(cell, reading, wrong, isExplained, sum) {
    const { input, hint } = cell;
    const kinds = [];
    let text = input.value === input.defaultValue ? cell.before : "";
    if (reading.isBad) {
      kinds.push("bad");
      text = words.bad;
    } else {
      const about = wrong.filter(({ isMain }) => isMain);
      const first = about[0] ?? wrong[0];
      if (first) {
        kinds.push(first.status === "failed" ? "fails" : "warns");
      }
      if (first && !about.length) {
        kinds.push("part");
      }
      if (!first && isExplained) {
        kinds.push("explained");
      }
      if (sum && reading.isBlank) {
        text = fill(words.sum, { value: written(sum.value) });
      } else if (sum && isWrong(sum.finding)) {
        text = fill(words.expected, { value: written(sum.value) });
      }
    }
    input.parentElement.className = kinds.join(" ");
    input.toggleAttribute("aria-invalid", false);
    if (reading.isBad) {
      input.setAttribute("aria-invalid", "true");
    }
    if (hint.textContent !== text) {
      hint.textContent = text;
    }
  }

  function show() {
    const { values, findings } = examine();
    const computed = sums(findings);
    const wrong = new Map([...cells.keys()].map((key) => [key, []]));
    const explained = new Set();
    const counts = { held: 0, failed: 0, warned: 0, open: 0, explained: 0 };
    for (const { identity, status } of findings) {
      counts[status] += 1;
      for (const [key, , back] of status === "held" || status === "open" ? [] : identity.terms) {
        if (!back && status === "explained") {
          explained.add(key);
        } else if (!back) {
          wrong.get(key).push({ status, isMain: isAbout(identity.code, key) });
        }
      }
    }
    for (const [key, cell] of cells) {
      mark(cell, values.get(key), wrong.get(key), explained.has(key), computed.get(key));
    }
    summarise(counts, findings);
    form.sums = computed;
  }

  function summarise(counts, findings) {
    const summary = document.getElementById("grid-summary");
    summary.textContent = fill(words.summary, counts);
    const kind = counts.failed ? "fails" : (counts.warned || counts.explained || !counts.held ? "open" : "holds");
    summary.className = `mark mark-${kind}`;
    const list = document.getElementById("grid-findings");
    const rank = { failed: 0, warned: 1 };
    const items = findings.filter(isWrong).sort((one, two) => rank[one.status] - rank[two.status]);
    list.replaceChildren(...items.map((finding) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const key = finding.identity.terms.find(([, , back]) => !back)[0];
      item.className = finding.status === "failed" ? "fails" : "warns";
      link.href = `#${cells.get(key).input.id}`;
      link.textContent = sentence(finding);
      item.append(link);
      return item;
    }));
  }

  // Moving

  function go(input) {
    if (input) {
      input.focus();
      input.select();
    }
  }

  function step({ table, row, column }, direction) {
    const lines = tables.flatMap((each) => each.rows);
    let at = lines.indexOf(table.rows[row]) + direction;
    while (lines[at] && lines[at].inputs.length === 0) {
      at += direction;
    }
    go(lines[at] && lines[at].inputs[Math.min(column, lines[at].inputs.length - 1)]);
  }

  const isWhole = (input) => input.selectionStart === 0 && input.selectionEnd === input.value.length;

  function move(event) {
    const input = event.target;
    const { cell } = input;
    if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    const beside = (by) => cell.table.rows[cell.row].inputs[cell.column + by];
    const moves = {
      ArrowUp: () => step(cell, -1),
      ArrowDown: () => step(cell, 1),
      Enter: () => step(cell, event.shiftKey ? -1 : 1),
      ArrowLeft: () => go(beside(-1)),
      ArrowRight: () => go(beside(1)),
      Escape: () => { input.value = cell.entered; input.select(); changed(); },
      "=": () => takeSum(input),
    };
    const isInside = (event.key === "ArrowLeft" && !isWhole(input) && input.selectionEnd > 0)
      || (event.key === "ArrowRight" && !isWhole(input) && input.selectionStart < input.value.length);
    if (moves[event.key] && !isInside && !(event.shiftKey && event.key.startsWith("Arrow"))) {
      event.preventDefault();
      moves[event.key]();
    }
  }

  function takeSum(input) {
    const sum = form.sums.get(input.name.slice("cell:".length));
    if (sum) {
      input.value = written(sum.value).replaceAll(",", "");
      input.select();
      changed();
    }
  }

  // Pasting

  let undoable = [];

  function paste(event) {
    const { cell } = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!cell || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) {
      return;
    }
    event.preventDefault();
    const { fills, left } = window.gridPaste.place(text, { ...cell.table, row: cell.row, column: cell.column });
    undoable = fills.map(([input]) => [input, input.value]);
    fills.forEach(([input, value]) => { input.value = value; });
    changed();
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.undo;
    button.addEventListener("click", undo);
    const parts = [fill(words.pasted, { count: fills.length })];
    if (left.length) {
      parts.push(fill(words.left, { count: left.length, cells: left.slice(0, 8).join(" ") }));
    }
    document.getElementById("grid-state").replaceChildren(`${parts.join(" ")} `, button);
  }

  function undo() {
    undoable.forEach(([input, value]) => { input.value = value; });
    undoable = [];
    changed();
    document.getElementById("grid-state").textContent = words.undone;
  }

  // Saving

  const state = document.getElementById("grid-state");
  let isLeaving = false;
  const isUnsaved = () => form.hasAttribute("data-is-unsaved")
    || [...cells.values()].some(({ input }) => input.value !== input.defaultValue);

  function changed() {
    show();
    state.textContent = isUnsaved() ? words.unsaved : "";
    keep();
  }

  // What is typed is kept in this browser until it is saved, for a session that runs out or a machine that stops.

  const KEPT = window.kept.name("grid");
  const version = () => form.elements._version.value;

  function keep() {
    const typed = [...cells].filter(([, { input }]) => input.value !== input.defaultValue)
      .map(([key, { input }]) => [key, input.value]);
    if (typed.length) { window.kept.save(KEPT, { version: version(), typed }); } else { window.kept.drop(KEPT); }
  }

  function offerKept() {
    const kept = window.kept.load(KEPT);
    if (!kept || form.hasAttribute("data-is-unsaved")) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.restore;
    button.addEventListener("click", () => {
      kept.typed.forEach(([key, value]) => { if (cells.has(key)) { cells.get(key).input.value = value; } });
      // Where somebody else saved meanwhile, the server shows both figures.
      form.elements._version.value = kept.version;
      changed();
    });
    state.replaceChildren(`${fill(words.kept, { count: kept.typed.length })} `, button);
  }

  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && undoable.length) {
      event.preventDefault();
      undo();
    }
    move(event);
  });
  form.addEventListener("input", () => { undoable = []; changed(); });
  form.addEventListener("paste", paste);
  form.addEventListener("focusin", ({ target }) => {
    if (target.cell) {
      target.cell.entered = target.value;
      target.select();
    }
  });
  form.addEventListener("submit", () => { isLeaving = true; window.kept.sent(KEPT); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#cell-"]');
    if (link) {
      event.preventDefault();
      go(document.getElementById(link.hash.slice(1)));
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && isUnsaved()) {
      event.preventDefault();
    }
  });
  show();
  offerKept();
})();
