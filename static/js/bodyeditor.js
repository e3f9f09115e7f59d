// The editor over the text of a document: headings, lists, tables, links, and pictures among its attachments.
// What it makes is HTML in the same text box, which the server cleans. Without this script the box itself is typed in.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Image, Italic, Link, ListItem, Menu, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell,
  TableHeader, TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";

const EMPTY = /^<(\w+)(\s[^>]*)?><\/\1>$/i;

function pictures(editor, box) {
  const list = JSON.parse(box.dataset.pictures || "[]");
  if (!list.length) { return; }
  const words = JSON.parse(box.dataset.words || "{}");
  const choice = document.createElement("select");
  choice.className = "body-pictures";
  choice.setAttribute("aria-label", words.picture);
  choice.add(new Option(words.picture, ""));
  list.forEach(({ title }, place) => choice.add(new Option(title, String(place))));
  choice.addEventListener("change", () => {
    const chosen = list[Number(choice.value)];
    if (choice.value !== "" && chosen) {
      const alt = window.prompt(words.alt, chosen.title);
      if (alt !== null) { editor.chain().focus().setImage({ src: chosen.src, alt }).run(); }
    }
    choice.value = "";
  });
  box.parentElement.prepend(choice);
}

// The editor asks for the words of its dialogues (js/bodywords.js), and writes those of its buttons in English.
function name(frame, words) {
  for (const part of frame.querySelectorAll(".prose-menubar [title]")) {
    const said = words[part.title];
    if (said) {
      part.title = said;
      part.setAttribute("aria-label", said);
    }
  }
  for (const part of frame.querySelectorAll(".prose-menubar__option > *")) {
    part.textContent = words[part.textContent] || part.textContent;
  }
}

function start(box) {
  const frame = document.createElement("div");
  frame.className = "prose-editor";
  box.before(frame);
  frame.append(box);
  const label = document.querySelector(`label[for="${box.id}"]`);
  const editor = new Editor({
    element: frame,
    injectCSS: false, // its style sheet is css/bodyeditor.css: nothing is written into the page
    content: box.value,
    editorProps: {
      // The strict policy lets no style through; the server keeps none either.
      transformPastedHTML: (html) => html.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
      attributes: { "aria-label": label?.textContent.trim() ?? "", role: "textbox", "aria-multiline": "true" },
    },
    extensions: [
      Document, Paragraph, Text, HardBreak, History, Menu, Dropcursor, Gapcursor, Bold, Italic, Underline, Strike,
      Subscript, Superscript, Heading.configure({ levels: [2, 3, 4] }), BulletList, OrderedList, ListItem, Blockquote,
      HorizontalRule, Link, Image, Table, TableRow, TableHeader, TableCell,
    ],
    onUpdate({ editor: changed }) {
      const html = changed.getHTML();
      box.value = EMPTY.test(html) ? "" : html;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // What was typed and not saved can be put back into the box; the editor shows it then.
  box.addEventListener("change", () => {
    if (box.value !== editor.getHTML()) { editor.commands.setContent(box.value); }
  });
  const words = JSON.parse(box.dataset.words || "{}");
  name(frame, words);
  editor.on("transaction", () => name(frame, words));
  pictures(editor, box);
}

for (const box of document.querySelectorAll("textarea[data-body-editor]")) {
  start(box);
}
