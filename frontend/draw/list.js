/*
 * All marks of the group as a list: for the keyboard, for screen readers, for whoever prefers it.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var ROOM = window.matchMedia("(min-width: 900px)");  // as in sheet.css

  function about(mark) {
    var parts = [Draw.say("a_" + mark.kind)];
    if (mark.aside) parts.push(Draw.say("aside"));
    if (mark.state === "refused") parts.push(Draw.say("not_kept"));
    if (mark.state === "waiting") parts.push(Draw.say("waiting"));
    if (Draw.twinOf(mark)) parts.push(Draw.say("twin_chip"));
    return parts.join(" · ");
  }

  function row(mark) {
    var picture = Draw.pictogram(Draw.category(mark.kind, mark.category).sign);
    var button = Draw.make("button", {
      type: "button", look: "row mark", "data-does": "open", "data-mark": mark.id,
      on: { click: function () { Draw.openCard(mark.id); } }
    }, [
      Draw.make("b", { look: "number " + mark.state, text: mark.number || "…" }),
      picture,
      Draw.make("span", {}, [
        Draw.make("span", { text: Draw.nameOf(mark) }), Draw.make("small", { text: about(mark) })
      ])
    ]);
    return Draw.make("li", {}, [button]);
  }

  function rows(marks) {
    return Draw.make("ol", { look: "rows" }, marks.map(row));
  }

  /* What stands below the list; a page that has more to list puts it there. */
  Draw.listMore = function () { return []; };

  /* The same list for the column beside the map. */
  Draw.listBeside = function () {
    var marks = ROOM.matches ? Draw.inOrder() : [], more = ROOM.matches ? Draw.listMore() : [];
    return marks.length || more.length ? Draw.make("div", { look: "beside" },
      [marks.length ? rows(marks) : null].concat(more)) : null;
  };

  ROOM.addEventListener("change", function () { Draw.tell("marks"); });

  /* Open the list of marks. */
  Draw.openList = function () {
    var marks = Draw.inOrder();
    Draw.openSheet({
      title: Draw.say("list"),
      large: true,
      body: [
        marks.length ? rows(marks) : Draw.make("p", { look: "soft", text: Draw.say("list_empty") }),
        Draw.button({ does: "removed", look: "row", sign: "past", word: Draw.say("removed_list"),
                      press: Draw.showRemoved })
      ].concat(Draw.listMore())
    });
  };
})(window.AmparoDraw);
