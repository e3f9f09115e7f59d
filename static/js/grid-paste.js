// A block copied from Excel, Word or a web page, laid onto the rows of a table: what goes where, what has no place.
// Rows are found by their labels where the block has labels; else they follow one another from the cell in use.
"use strict";

(() => {
  const { read } = window.figures;

  // Tab-separated text as spreadsheets put it on the clipboard; a cell with line breaks stands in quotes.
  function cut(text) {
    const rows = [[]];
    let cell = "";
    let isQuoted = false;
    const close = () => { rows.at(-1).push(cell.replace(/\s+/g, " ").trim()); cell = ""; };
    const signs = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    for (let at = 0; at < signs.length; at += 1) {
      const sign = signs[at];
      if (isQuoted) {
        if (sign === '"' && signs[at + 1] === '"') { cell += sign; at += 1; }
        else if (sign === '"') { isQuoted = false; }
        else { cell += sign; }
      } else if (sign === '"' && cell === "") { isQuoted = true; }
      else if (sign === "\t") { close(); }
      else if (sign === "\n") { close(); rows.push([]); }
      else { cell += sign; }
    }
    close();
    return rows;
  }

  const isFigure = (cell) => read(cell, "money").value !== undefined || read(cell, "change").value !== undefined;
  const isBlank = (cell) => Boolean(read(cell, "count").isBlank);
  const isText = (cell) => !isBlank(cell) && !isFigure(cell);

  // A label without what varies between editions: spaces, punctuation, numbering, "其中", remarks in brackets.
  function plain(label) {
    return label
      .replace(/[（(][^（）()]*[）)]/g, "")
      .replace(/其中/g, "")
      .replace(/^[\s0-9.、．:：]+/, "")
      .replace(/^[一二三四五六七八九十]+、/, "")
      .replace(/[\s\p{P}\p{S}]/gu, "");
  }

  // For each row of the block the index of the table's row of that label, from the top down; -1 for none.
  function matched(block, rows) {
    const labels = rows.map((row) => plain(row.label));
    let from = 0;
    return block.map((cells) => {
      for (const text of cells.filter(isText).map(plain).filter(Boolean)) {
        const at = labels.findIndex((label, index) => index >= from && label === text);
        if (at >= 0) {
          from = at + 1;
          return at;
        }
      }
      return -1;
    });
  }

  // The first column of figures: behind the last column that is text in most of the rows that hold figures.
  function firstFigure(block) {
    const width = Math.max(...block.map((cells) => cells.length));
    const bearing = block.filter((cells) => cells.some(isFigure));
    const rows = bearing.length ? bearing : block;
    for (let column = width - 1; column >= 0; column -= 1) {
      const texts = rows.filter((cells) => isText(cells[column] ?? "")).length;
      const numbers = rows.filter((cells) => isFigure(cells[column] ?? "")).length;
      if (texts > numbers && texts * 2 > rows.length) {
        return column + 1;
      }
    }
    return 0;
  }

  // Labels alone, units and headers: rows of the block that bring nothing for a cell.
  const isEmpty = (cells) => cells.every(isBlank);

  function byLabels(block, targets, rows, start, column) {
    const steps = [];
    block.forEach((cells, index) => {
      const figures = cells.slice(start);
      const target = rows[targets[index]];
      if (target) {
        steps.push([target.inputs, figures, figures.length >= target.inputs.length ? 0 : column]);
      } else if (figures.some(isFigure)) {
        steps.push([[], figures, 0]);
      }
    });
    return steps;
  }

  function inOrder(block, rows, start, row, column) {
    const steps = [];
    let at = row;
    let isHead = true;
    for (const cells of block) {
      const figures = cells.slice(start);
      isHead = isHead && !figures.some(isFigure) && cells.some(isText);
      if (isHead) {
        continue;
      }
      const isHeading = rows[at] && rows[at].inputs.length === 0;
      if (isHeading && isEmpty(figures)) {
        at += 1;
        continue;
      }
      while (rows[at] && rows[at].inputs.length === 0) {
        at += 1;
      }
      steps.push([rows[at] ? rows[at].inputs : [], figures, column]);
      at += 1;
    }
    return steps;
  }

  // rows: [{label, inputs}]; row, column: where the cell in use stands. → {fills: [[input, text]], left: [text]}
  function place(text, { rows, row, column, isLine }) {
    const block = cut(text);
    const start = firstFigure(block);
    const targets = matched(block, rows);
    const found = targets.filter((target) => target >= 0 && rows[target].inputs.length).length;
    const bearing = block.filter((cells) => cells.slice(start).some(isFigure)).length;
    const fills = [];
    const left = [];
    const put = (inputs, figures, from) => figures.forEach((figure, index) => {
      const input = inputs[from + index];
      if (input) { fills.push([input, isBlank(figure) ? "" : figure]); }
      else if (!isBlank(figure)) { left.push(figure); }
    });
    const line = block.filter((cells) => cells.slice(start).some(isFigure));
    const inputs = rows.flatMap((each) => each.inputs);
    if (isLine && line.length === 1 && line[0].length - start > rows[row].inputs.length) {
      put(inputs, line[0].slice(start), inputs.indexOf(rows[row].inputs[column]));
    } else if (found > 0 && found * 2 >= bearing) {
      byLabels(block, targets, rows, start, column).forEach((step) => put(...step));
    } else {
      inOrder(block, rows, start, row, column).forEach((step) => put(...step));
    }
    return { fills, left };
  }

  window.gridPaste = { place };
})();
