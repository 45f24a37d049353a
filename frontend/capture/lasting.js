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

  function elsewhere() {
    document.body.appendChild(Draw.make("section", { id: "elsewhere", role: "alertdialog" }, [
      Draw.make("p", { text: Draw.say("elsewhere") }),
      Draw.button({ does: "go-on-here", look: "main", word: Draw.say("go_on_here"),
                    press: function () { window.location.reload(); } })
    ]));
    document.querySelector("main").inert = document.getElementById("top").inert = true;
  }

  function greet() {
    if (!well) return;
    if (LASTING.indexOf(window.location.protocol) < 0) Draw.tell("word", Draw.say("not_lasting"));
    else if (Draw.unsent()) Draw.tell("word", Draw.say("unsent"));
    else if (!Draw.drawnAtAll()) Draw.tell("word", Draw.say("stays"));
  }

  Draw.hear("kept", function (now) { well = now; });
  Draw.hear("elsewhere", elsewhere);
  window.addEventListener("beforeunload", unsaved);
  Draw.keep();  // tells at once whether it can; another window that is open hears of it
  greet();
})(window.AmparoDraw);
