// @ts-check
/*
 * Detects personal data in a short text: a name, a telephone number, an e-mail address; and a
 * number as long as that of an identity document, which is never stored. The patterns are those of
 * geo/privacy/personal_data.py.
 */
(function (Draw) {
  "use strict";

  const DOCUMENT_DIGITS = 8;
  const TELEPHONE_DIGITS = 6;
  const NUMBER = /\d(?:[\s.\-/()]?\d)+/g;
  const MAIL = /\S+@\S+\.\S+/;
  const TITLE_AND_NAME = new RegExp("(?:^|[^\\p{L}])" +
    "(?:don|doña|señora?|sra?|dr|dra|lic|mr|mrs|ms|эже|байке)\\.?\\s+\\p{Lu}[\\p{L}\\d_]+", "u");
  const TWO_CAPITALS = /[\p{L}\d_]\s(\p{Lu}[\p{L}\d_]+\s+\p{Lu}[\p{L}\d_]+)/gu;
  // "Calle Real" has two capitals too, and is nobody's name.
  const STREET_OR_BUILDING = new RegExp("^(calle|avenida|pasaje|vereda|camino|carretera|barrio|" +
    "colonia|lote|puente|río|parque|plaza|mercado|iglesia|escuela|unidad|clínica|tienda|casa|" +
    "street|avenue|road|bridge|river|school|church|park|market|улица|проспект|мост|көчөсү)\\s",
  "i");

  /** @param {string} text */
  function longestNumber(text) {
    const lengths = (text.match(NUMBER) || []).map((number) => number.replace(/\D/g, "").length);
    return Math.max(0, ...lengths);
  }

  /** @param {string} text */
  function hasTwoCapitals(text) {
    return Array.from(text.matchAll(TWO_CAPITALS))
      .some((match) => !STREET_OR_BUILDING.test(match[1]));
  }

  /* Return the warning for a text, and whether the text is refused; null for none. */
  Draw.findPersonalData = function (text) {
    if (longestNumber(text) >= DOCUMENT_DIGITS) {
      return { message: Draw.gettext("note_document"), forbidden: true };
    }
    if (MAIL.test(text)) return { message: Draw.gettext("note_mail") };
    if (longestNumber(text) >= TELEPHONE_DIGITS) return { message: Draw.gettext("note_telephone") };
    if (TITLE_AND_NAME.test(text) || hasTwoCapitals(text)) {
      return { message: Draw.gettext("note_name") };
    }
    return null;
  };
})(window.AmparoDraw);
