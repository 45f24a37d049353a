/*
 * What a mark has been, and which marks were deleted: each version can come back.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  function wait(title, back) {
    Draw.openSheet({ title: title, back: back, large: true, body: [
      Draw.make("p", { look: "soft", role: "status", text: Draw.say("fetching") })
    ] });
  }

  function offline() {
    none("past_offline");
  }

  function none(key) {
    Draw.fillSheet([Draw.make("p", { look: "soft", role: "status", text: Draw.say(key) })]);
  }

  function describe(mark) {
    var parts = [Draw.nameOf(mark)];
    if (mark.kind === "risk_area") {
      parts.push(Draw.told.severities.filter(function (one) {
        return one.code === mark.severity;
      })[0].word);
    }
    return parts.join(" · ");
  }

  function line(mark, about, button) {
    return Draw.make("div", { look: "line" }, [
      Draw.make("div", { look: "what" }, [
        Draw.make("b", { text: describe(mark) }), Draw.make("small", { text: about })
      ]),
      button && Draw.button(button)
    ]);
  }

  function version(id, told, newest) {
    var mark = Draw.partsOf(told.mark);
    return line(mark, Draw.say("past_" + told.act, { at: told.at }), newest ? null : {
      does: "bring-back", sign: "undo", word: Draw.say("bring_back"),
      press: function () {
        Draw.change(id, mark);
        Draw.openCard(id);
      }
    });
  }

  /* Show the versions of a mark. */
  Draw.showPast = function (id) {
    wait(Draw.say("past"), function () { Draw.openCard(id); });
    Draw.past(id).then(function (told) {
      if (!told.versions.length) return none("past_none");
      Draw.fillSheet(told.versions.map(function (one, place) {
        return version(id, one, place === 0 && one.act !== "remove");
      }));
    }, offline);
  };

  function removed(told) {
    return line(told.mark, Draw.say("removed_at", { number: told.number, at: told.at }), {
      does: "bring-back", sign: "undo", word: Draw.say("bring_back"),
      press: function () {
        Draw.kept.removed[told.id] = Math.max(told.mark.revision, Draw.kept.removed[told.id] || 0);
        Draw.change(told.id, told.mark);
        Draw.openCard(told.id);
      }
    });
  }

  /* Show the marks that were deleted. */
  Draw.showRemoved = function () {
    wait(Draw.say("removed_list"), Draw.openList);
    Draw.past(null).then(function (told) {
      var there = Draw.marks();
      var gone = told.removed.filter(function (one) { return !there[one.id]; });
      if (!gone.length) return none("removed_none");
      Draw.fillSheet(gone.map(removed));
    }, offline);
  };
})(window.AmparoDraw);
