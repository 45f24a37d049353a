// @ts-check
/*
 * Creates the global object of the drawing page, reads the JSON that the page holds, and looks up
 * texts of the catalogue. Texts are always shown as text, never as HTML.
 */
window.AmparoDraw = /** @type {AmparoDraw} */ ({});

(function (Draw) {
  "use strict";

  const element = /** @type {HTMLElement} */ (document.getElementById("page-data"));
  Draw.pageData = JSON.parse(/** @type {string} */ (element.textContent));

  /* Look up a text by its key and fill its {placeholders}. */
  Draw.gettext = function (key, blanks) {
    const text = Draw.pageData.texts[key];
    if (text === undefined) throw new Error("no text has the key " + key);
    return text.replace(/\{(\w+)\}/g, (_, name) => String(blanks && blanks[name]));
  };

  /* Find the label and the symbol of a category; an unknown code has a plain circle. */
  Draw.findCategory = function (kind, code) {
    const found = Draw.pageData.categories[kind].find((category) => category.code === code);
    return found || { code: String(code), word: Draw.gettext("kept_word"), sign: "circle" };
  };

  /* Return the label of a mark: its own name, else its category. */
  Draw.markName = function (mark) {
    return mark.name || Draw.findCategory(mark.kind, mark.category).word;
  };
})(window.AmparoDraw);
