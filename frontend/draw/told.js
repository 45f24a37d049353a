/*
 * What the page was told when it was opened, and its words: sentences with {blanks}.
 * Words of people and of the server are shown as text only, never as HTML.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var ears = {};  // by name of what happens

  Draw.told = JSON.parse(document.getElementById("told").textContent);

  /* Say a sentence of the catalogue, with its blanks filled. */
  Draw.say = function (key, blanks) {
    var sentence = Draw.told.words[key];
    if (sentence === undefined) throw new Error("nobody says " + key);
    return sentence.replace(/\{(\w+)\}/g, function (_, name) { return String(blanks[name]); });
  };

  /* Hear of something that happens on this page. */
  Draw.hear = function (name, work) {
    (ears[name] = ears[name] || []).push(work);
  };

  /* Tell all who hear of it. */
  Draw.tell = function (name, what) {
    (ears[name] || []).forEach(function (work) { work(what); });
  };

  /* Find what a code of a kind of mark stands for: its word and its sign. */
  Draw.category = function (kind, code) {
    var found = Draw.told.categories[kind].filter(function (one) { return one.code === code; })[0];
    return found || { code: code, word: Draw.say("kept_word"), sign: "circle" };
  };

  /* Name a mark in one breath: what people call it, or what it is. */
  Draw.nameOf = function (mark) {
    return mark.name || Draw.category(mark.kind, mark.category).word;
  };
})(window.AmparoDraw);
