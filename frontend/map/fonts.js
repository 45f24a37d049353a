// @ts-check
/*
 * Creates the global object of maps, and loads Noto Sans by script: a style sheet may arrive after
 * the first rendering, and canvas text that is drawn before its font stays in another one.
 */
window.Amparo = window.Amparo || /** @type {AmparoMap} */ ({});

(function (Amparo) {
  "use strict";

  // The faces that every Spanish map needs at once. Others are fetched when a character needs them.
  const FIRST = /-latin-\d+-(normal|italic)\.woff2/;

  /* Add all faces to the document; the promise resolves when the first ones are loaded. */
  Amparo.loadFonts = function (fonts) {
    /** @type {Promise<FontFace>[]} */
    const loading = [];
    fonts.faces.forEach((face) => {
      const font = new FontFace(fonts.family, "url(" + JSON.stringify(face.file) + ")", {
        weight: String(face.weight),
        style: face.style,
        unicodeRange: face.unicode_range,
        display: "swap"
      });
      document.fonts.add(font);
      if (FIRST.test(face.file)) loading.push(font.load());
    });
    return Promise.all(loading);
  };
})(window.Amparo);
