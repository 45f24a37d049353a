/*
 * Noto Sans, told to the document by script: a style sheet may arrive after the first drawing,
 * and canvas text drawn before its font stays in the wrong one.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  // The faces that every Spanish map needs at once. Others are fetched when a letter asks.
  var FIRST = /-latin-\d+-(normal|italic)\.woff2/;

  /* Tell the document all faces; answer a promise kept when the first ones are there. */
  Amparo.loadFonts = function (fonts) {
    var waiting = [];
    fonts.faces.forEach(function (face) {
      var font = new FontFace(fonts.family, "url(" + JSON.stringify(face.file) + ")", {
        weight: String(face.weight),
        style: face.style,
        unicodeRange: face.unicode_range,
        display: "swap"
      });
      document.fonts.add(font);
      if (FIRST.test(face.file)) waiting.push(font.load());
    });
    return Promise.all(waiting);
  };
})(window.Amparo);
