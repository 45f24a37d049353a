/*
 * What is it? One question at a time, answered by one touch: a pictogram, a face, a moment.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var LONGEST_NAME = 60;
  var LONGEST_NOTE = 200;
  var ORDER = {
    risk_area: ["category", "severity", "holds"],
    safe_zone: ["category", "words"],
    service: ["category", "words"]
  };

  function choices(look, buttons) {
    return Draw.make("div", { look: look, role: "group", "aria-labelledby": "sheet-title" },
                     buttons.map(Draw.button));
  }

  function chosen(mark, part, code) {
    return mark[part] === undefined || mark[part] === null ? undefined : mark[part] === code;
  }

  var ask = {
    category: function (mark, done) {
      return {
        title: Draw.say("what_" + mark.kind),
        body: [choices("pictograms", Draw.told.categories[mark.kind].map(function (one) {
          return {
            does: "category-" + one.code, picture: Draw.pictogram(one.sign), word: one.word,
            chosen: chosen(mark, "category", one.code),
            press: function () { done({ category: one.code }); }
          };
        }))]
      };
    },
    severity: function (mark, done) {
      return {
        title: Draw.say("how_much"),
        body: [choices("faces", Draw.told.severities.map(function (one) {
          return {
            does: "severity-" + one.code, picture: Draw.face(one.code), word: one.word,
            look: "severity-" + one.code, chosen: chosen(mark, "severity", one.code),
            press: function () { done({ severity: one.code }); }
          };
        }))]
      };
    },
    holds: function (mark, done) {
      return {
        title: Draw.say("when"),
        body: [choices("moments", Draw.told.holds.map(function (one) {
          return {
            does: "holds-" + one.code, sign: "holds-" + one.code, word: one.word,
            chosen: chosen(mark, "holds", one.code),
            press: function () { done({ holds: one.code }); }
          };
        }))]
      };
    },
    words: function (mark, done) {
      var named = mark.kind !== "risk_area";
      var name = named && Draw.textField({
        name: "name", label: Draw.say("name_" + mark.kind), longest: LONGEST_NAME, text: mark.name,
        first: true
      });
      var note = Draw.textField({
        name: "note", label: Draw.say("note"), longest: LONGEST_NOTE, text: mark.note, long: true,
        first: !named
      });
      return {
        title: Draw.say(named ? "words" : "words_note"),
        body: [
          name && name.node,
          note.node,
          Draw.make("p", { look: "soft", text: Draw.say("note_about") })
        ],
        foot: [{
          does: "go-on", look: "main", sign: "yes", word: Draw.say("go_on"),
          press: function () {
            if ((name && !name.sound()) || !note.sound()) return;
            done({ name: name ? name.text() : "", note: note.text() });
          }
        }]
      };
    }
  };

  /* Ask one thing of a mark; `done` gets what changes. */
  Draw.ask = function (part, mark, done, back) {
    var sheet = ask[part](mark, done);
    sheet.back = back;
    Draw.openSheet(sheet);
  };

  /* Ask all that a new mark needs, then draw it. */
  Draw.begin = function (kind) {
    var parts = ORDER[kind];
    function next(step, mark) {
      if (step === parts.length) {
        Draw.turn("pen", { mark: mark });
        Draw.attendBar();
        return;
      }
      Draw.ask(parts[step], mark, function (answer) {
        next(step + 1, Object.assign({}, mark, answer));
      }, step ? function () { next(step - 1, mark); } : null);
    }
    next(0, { kind: kind, name: "", note: "" });
  };

  /* What can be asked of a mark that is there. */
  Draw.partsToAsk = function (mark) {
    return mark.kind === "risk_area" ? ORDER.risk_area.concat("words") : ORDER[mark.kind];
  };
})(window.AmparoDraw);
