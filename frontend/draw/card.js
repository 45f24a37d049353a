/*
 * The card of one mark: what it is, what became of it, and all that can be done with it.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var open = null;       // id of the mark whose card is open

  function word(list, code) {
    return Draw.told[list].filter(function (one) { return one.code === code; })[0].word;
  }

  function answer(mark, part) {
    if (part === "category") return Draw.category(mark.kind, mark.category).word;
    if (part === "severity") return word("severities", mark.severity);
    if (part === "holds") return word("holds", mark.holds);
    return [mark.name, mark.note].filter(Boolean).join(" · ") || Draw.say("no_words");
  }

  function picture(mark, part) {
    if (part === "category") return Draw.pictogram(Draw.category(mark.kind, mark.category).sign);
    if (part === "severity") return Draw.face(mark.severity);
    return Draw.sign(part === "holds" ? "holds-" + mark.holds : "note");
  }

  function correct(mark, part) {
    function back() { Draw.openCard(mark.id); }
    return Draw.button({
      does: "correct-" + part, look: "row", picture: picture(mark, part), word: answer(mark, part),
      label: Draw.say("correct", { what: answer(mark, part) }),
      press: function () {
        Draw.ask(part, mark, function (changed) {
          Draw.change(mark.id, Object.assign({}, Draw.marks()[mark.id] || mark, changed));
          back();
        }, back);
      }
    });
  }

  function state(mark) {
    if (mark.state === "refused") return mark.told;
    if (mark.state === "waiting") return Draw.say("waiting");
    return mark.at ? Draw.say("saved", { number: mark.number, at: mark.at }) : Draw.say("kept");
  }

  function turnTo(stage, mark) {
    return function () {
      Draw.turn(stage, { id: mark.id });
      Draw.attendBar();
    };
  }

  function remove(mark) {
    Draw.change(mark.id, null);
    Draw.closeSheet();
    Draw.attendBar();
  }

  function deeds(mark) {
    var point = mark.geometry.type === "Point";
    return Draw.make("div", { look: "deeds" }, [
      point ? null : { does: "mend", sign: "points", word: Draw.say("do_mend"),
                       press: turnTo("mend", mark) },
      { does: "carry", sign: "move", word: Draw.say("do_carry"), press: turnTo("carry", mark) },
      mark.number ? { does: "past", sign: "past", word: Draw.say("past"),
                      press: function () { Draw.showPast(mark.id); } } : null,
      { does: "remove", sign: "bin", word: Draw.say("remove"),
        press: function () { remove(mark); } }
    ].filter(Boolean).map(Draw.button));
  }

  function twins(mark, other) {
    function only(one, gone) {
      return function () {
        Draw.change(gone.id, null);
        Draw.openCard(one.id);
      };
    }
    return Draw.make("div", { look: "twins" }, [
      Draw.make("p", { text: Draw.say("twin", { number: other.number || "…" }) })
    ].concat([
      { does: "keep-this", word: Draw.say("keep_this"), press: only(mark, other) },
      { does: "keep-other", word: Draw.say("keep_other", { number: other.number || "…" }),
        press: only(other, mark) },
      { does: "keep-both", word: Draw.say("keep_both"),
        press: function () {
          Draw.settle(mark, other);
          Draw.openCard(mark.id);
        } }
    ].map(Draw.button)));
  }

  function title(mark) {
    var name = Draw.nameOf(mark);
    return mark.number ? Draw.say("numbered", { number: mark.number, name: name }) : name;
  }

  /* How much of the map the sheet covers, beyond the bar [px]: nothing, where it lies beside. */
  function covered() {
    var sheet = document.getElementById("sheet"), bar = document.getElementById("bar");
    return sheet.offsetTop ? sheet.offsetHeight - bar.offsetHeight : 0;
  }

  /* Open the card of a mark. */
  Draw.openCard = function (id) {
    var mark = Draw.marks()[id];
    if (!mark) return Draw.closeSheet();
    var twin = Draw.twinOf(mark);
    Draw.openSheet({
      title: title(mark),
      body: [
        Draw.make("p", { look: "state " + mark.state, text: state(mark) }),
        twin && twins(mark, twin),
        Draw.make("div", { look: "rows" }, Draw.partsToAsk(mark).map(function (part) {
          return correct(mark, part);
        })),
        deeds(mark)
      ],
      closed: function () {
        open = null;
        Draw.choose(null);
      }
    });
    open = id;
    Draw.choose(mark);
    Draw.showMark(mark, covered());
    return undefined;
  };

  /* What the server says of the mark is shown while its card is open. */
  Draw.hear("marks", function () {
    var line = document.querySelector("#sheet .state"), mark = open && Draw.marks()[open];
    if (!line || !mark) return;
    line.textContent = state(mark);
    line.className = "state " + mark.state;
    document.getElementById("sheet-title").textContent = title(mark);
  });

  Draw.hear("moved", function (change) { if (open === change.from) open = change.to; });
})(window.AmparoDraw);
