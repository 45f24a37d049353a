/*
 * How long what was drawn will be here: whether this phone keeps it, and who else has it.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var LASTING = ["file:", "http:", "https:"];
  var well = true;

  function unsaved(event) {
    if (!well && Draw.unsent()) event.preventDefault();
  }

  function greet() {
    if (!well) return;
    if (LASTING.indexOf(window.location.protocol) < 0) Draw.tell("word", Draw.say("not_lasting"));
    else if (Draw.unsent()) Draw.tell("word", Draw.say("unsent"));
    else if (!Draw.drawnAtAll()) Draw.tell("word", Draw.say("stays"));
  }

  /* Once she begins, the map is hers. */
  function begun() { Draw.tell("word", null); }

  document.getElementById("bar").addEventListener("click", begun, { capture: true, once: true });
  Draw.hear("kept", function (now) { well = now; });
  window.addEventListener("beforeunload", unsaved);
  Draw.keep();  // tells at once whether it can
  greet();
})(window.AmparoDraw);
