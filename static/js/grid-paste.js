// A block copied from Excel, Word or a web page, laid onto the rows of a table: what goes where, what has no place.
// Rows are found by their labels where the block has labels; else they follow one another from the cell in use.
"use strict";

(() => {
  const { read } = window.figures;
  const MOST_LABELS = 3;

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

  // A line of column headings: many words and no figure. Its words ("其他", "总计") may be labels of rows as well.
  const isHeader = (cells) => !cells.some(isFigure) && cells.filter(isText).length > MOST_LABELS;

  // For each row of the block {index, at}: the table's row of that label, from the top down, -1 for none, and the
  // column its label stands in. Where groups stand in columns of their own, the last label is the row's.
  function matched(block, rows) {
    const labels = rows.map((row) => plain(row.label));
    let from = 0;
    return block.map((cells) => {
      for (let at = isHeader(cells) ? -1 : cells.length - 1; at >= 0; at -= 1) {
        const text = isText(cells[at]) && plain(cells[at]);
        const index = text ? labels.findIndex((label, place) => place >= from && label === text) : -1;
        if (index >= 0) {
          from = index + 1;
          return { index, at };
        }
      }
      return { index: -1, at: -1 };
    });
  }

  // The first column of figures: behind the last column that is text in most of the rows that hold figures, or
  // that holds the label of one.
  function firstFigure(block, targets) {
    const width = Math.max(...block.map((cells) => cells.length));
    const places = block.map((_cells, place) => place);
    const bearing = places.filter((place) => block[place].some(isFigure));
    const rows = bearing.length ? bearing : places;
    for (let column = width - 1; column >= 0; column -= 1) {
      const texts = rows.filter((place) => isText(block[place][column] ?? "")).length;
      const numbers = rows.filter((place) => isFigure(block[place][column] ?? "")).length;
      const isLabel = rows.some((place) => targets[place].at === column);
      if (texts > numbers && (isLabel || texts * 2 > rows.length)) {
        return column + 1;
      }
    }
    return 0;
  }

  // Labels alone, units and headers: rows of the block that bring nothing for a cell.
  const isEmpty = (cells) => cells.every(isBlank);

  function byLabels(block, targets, rows, start, column) {
    const steps = [];
    block.forEach((cells, place) => {
      const { index, at } = targets[place];
      const target = rows[index];
      // Word leaves out the cells that merged ones cover: the figures then begin behind the row's own label.
      const isExact = target && cells.length - at - 1 === target.inputs.length;
      const figures = cells.slice(isExact ? at + 1 : start);
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
    const targets = matched(block, rows);
    const start = firstFigure(block, targets);
    const found = targets.filter(({ index }) => index >= 0 && rows[index].inputs.length).length;
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
