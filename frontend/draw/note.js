/*
 * What a short text looks like that should not stand on a map: somebody's name, telephone, mail;
 * and what is never kept: a number as long as a document's. geo/privacy/personal_data.py knows the same.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var DIGITS_OF_A_DOCUMENT = 8;
  var DIGITS_OF_A_TELEPHONE = 6;
  var NUMBER = /\d(?:[\s.\-/()]?\d)+/g;
  var MAIL = /\S+@\S+\.\S+/;
  var TITLED = new RegExp("(?:^|[^\\p{L}])" +
    "(?:don|doña|señora?|sra?|dr|dra|lic|mr|mrs|ms|эже|байке)\\.?\\s+\\p{Lu}[\\p{L}\\d_]+", "u");
  var TWO_CAPITALS = /[\p{L}\d_]\s(\p{Lu}[\p{L}\d_]+\s+\p{Lu}[\p{L}\d_]+)/gu;
  // "Calle Real" is a name too, and nobody's.
  var OF_A_PLACE = new RegExp("^(calle|avenida|pasaje|vereda|camino|carretera|barrio|colonia|" +
    "lote|puente|río|parque|plaza|mercado|iglesia|escuela|unidad|clínica|tienda|casa|street|" +
    "avenue|road|bridge|river|school|church|park|market|улица|проспект|мост|көчөсү)\\s", "i");

  function longest(text) {
    return (text.match(NUMBER) || []).reduce(function (most, found) {
      return Math.max(most, found.replace(/\D/g, "").length);
    }, 0);
  }

  function twoCapitals(text) {
    return Array.from(text.matchAll(TWO_CAPITALS)).some(function (found) {
      return !OF_A_PLACE.test(found[1]);
    });
  }

  /* Tell what is wrong with a text: { word, forbidden }, or null. */
  Draw.doubt = function (text) {
    if (longest(text) >= DIGITS_OF_A_DOCUMENT) {
      return { word: Draw.say("note_document"), forbidden: true };
    }
    if (MAIL.test(text)) return { word: Draw.say("note_mail") };
    if (longest(text) >= DIGITS_OF_A_TELEPHONE) return { word: Draw.say("note_telephone") };
    if (TITLED.test(text) || twoCapitals(text)) return { word: Draw.say("note_name") };
    return null;
  };

  /* A field for a text, with what there is to say of it: { node, text(), sound() }. */
  Draw.textField = function (told) {
    var about = Draw.make("p", { look: "doubt", role: "status", id: told.name + "-doubt" });
    var field = Draw.make(told.long ? "textarea" : "input", {
      id: told.name, name: told.name, maxlength: told.longest, rows: told.long ? 3 : null,
      autocomplete: "off", "aria-describedby": told.name + "-doubt",
      "data-first": told.first ? "" : null,
      on: { input: look }
    });
    field.value = told.text || "";
    function look() {
      var doubt = Draw.doubt(field.value);
      about.textContent = doubt ? doubt.word : "";
      about.className = doubt ? "doubt seen" : "doubt";
    }
    look();
    return {
      node: Draw.make("div", { look: "field" }, [
        Draw.make("label", { for: told.name, text: told.label }), field, about
      ]),
      text: function () { return field.value.trim().replace(/\s+/g, " "); },
      sound: function () {
        var doubt = Draw.doubt(field.value);
        if (!doubt || !doubt.forbidden) return true;
        field.focus();
        return false;
      }
    };
  };
})(window.AmparoDraw);
