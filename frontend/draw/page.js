/*
 * The drawing page as it opens: the map, the three buttons, and what was being drawn before.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var spoken = Draw.make("p", { look: "only-heard", role: "status" });

  function kind(name, sign) {
    return { does: "begin-" + name, sign: sign, word: Draw.say("begin_" + name), look: name,
             press: function () { Draw.begin(name); } };
  }

  function tool(does, press, off) {
    return { does: does, sign: does, word: Draw.say(does), press: press, off: off };
  }

  Draw.stage("rest", {
    bar: function () {
      return {
        title: Draw.say("ask"),
        kinds: [kind("risk_area", "form-area"), kind("safe_zone", "wait-here"),
                kind("service", "door")],
        tools: [
          tool("undo", Draw.undo, !Draw.kept.undo.length),
          tool("redo", Draw.redo, !Draw.kept.redo.length),
          tool("list", Draw.openList),
          tool("search", Draw.findPlace)
        ],
        beside: Draw.listBeside()
      };
    }
  });

  Draw.hear("marks", function () { if (Draw.doing() === "rest") Draw.showBar(); });
  Draw.hear("spoken", function (text) { spoken.textContent = text; });

  /* What questions will show is fetched while there is a link. */
  function fetchPictures() {
    var files = {};
    Object.keys(Draw.told.categories).forEach(function (kind) {
      Draw.told.categories[kind].forEach(function (one) {
        files[Draw.asset("maki", one.sign + ".svg")] = true;
      });
    });
    Draw.told.severities.forEach(function (one) {
      files[Draw.asset("draw", "face-" + one.code + ".svg")] = true;
    });
    Object.keys(files).forEach(function (file) { new Image().src = file; });
  }

  function open() {
    Draw.colours = Draw.told.canvas.palette;
    // In a frame the screen around it has the name and the way out.
    document.body.classList.toggle("framed", window.parent !== window);
    document.querySelector("#top h1").appendChild(
      Draw.make("small", { text: Draw.told.name }));
    document.body.appendChild(spoken);
    Draw.map = window.Amparo.open("map", Draw.told.canvas);
    Draw.listen(Draw.map);
    Draw.hearKeys(Draw.map);
    if (Draw.kept.draft) Draw.turn("pen", { draft: Draw.kept.draft });
    else Draw.turn("rest");
    Draw.tell("marks");
    Draw.startSending();
    window.addEventListener("load", fetchPictures);
  }

  open();
})(window.AmparoDraw);
