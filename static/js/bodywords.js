// The editor's own words in the reader's language (js/bodyeditor.js loads it afterwards): it asks for them by name.
// What is none of its words goes to the catalogue of the admin, whose calendar and clock ask in the same way.
"use strict";

{
  const stock = window.gettext;
  window.gettext = (text) => {
    const box = document.querySelector("textarea[data-words]");
    return (box && JSON.parse(box.dataset.words)[text]) || (stock ? stock(text) : text);
  };
}
