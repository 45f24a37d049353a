// @ts-check
/*
 * All marks of the group as a list: for the keyboard, for screen readers, for whoever prefers it.
 */
(function (Draw) {
  "use strict";

  const WIDE = window.matchMedia("(min-width: 900px)");  // as in sheet.css

  /** @param {Mark} mark */
  function describe(mark) {
    const parts = [Draw.gettext("a_" + mark.kind)];
    if (mark.aside) parts.push(Draw.gettext("aside"));
    if (mark.state === "refused") parts.push(Draw.gettext("not_kept"));
    if (mark.state === "waiting") parts.push(Draw.gettext("waiting"));
    if (Draw.findTwin(mark)) parts.push(Draw.gettext("twin_chip"));
    return parts.join(" · ");
  }

  /** @param {Mark} mark */
  function makeItem(mark) {
    const button = Draw.makeElement("button", {
      type: "button", className: "row mark", "data-action": "open", "data-mark": mark.id,
      on: { click: () => Draw.openMarkCard(mark.id) }
    }, [
      Draw.makeElement("b", { className: "number " + mark.state, text: mark.number || "…" }),
      Draw.pictogram(Draw.findCategory(mark.kind, mark.category).sign),
      Draw.makeElement("span", {}, [
        Draw.makeElement("span", { text: Draw.markName(mark) }),
        Draw.makeElement("small", { text: describe(mark) })
      ])
    ]);
    return Draw.makeElement("li", {}, [button]);
  }

  /** @param {Mark[]} marks */
  function makeList(marks) {
    return Draw.makeElement("ol", { className: "rows" }, marks.map(makeItem));
  }

  Draw.listSections = [];

  function makeSections() {
    return Draw.listSections.flatMap((section) => section());
  }

  /* The same list for the column beside the map; null where there is no column, or no mark. */
  Draw.sidebarList = function () {
    if (!WIDE.matches) return null;
    const marks = Draw.sortedMarks(), sections = makeSections();
    if (!marks.length && !sections.length) return null;
    return Draw.makeElement("div", { className: "sidebar" },
                            [marks.length ? makeList(marks) : null, ...sections]);
  };

  WIDE.addEventListener("change", () => Draw.emit("marks-changed"));

  /* Open the list of marks. */
  Draw.openMarkList = function () {
    const marks = Draw.sortedMarks();
    Draw.openSheet({
      title: Draw.gettext("list"),
      large: true,
      body: [
        marks.length ? makeList(marks) :
          Draw.makeElement("p", { className: "soft", text: Draw.gettext("list_empty") }),
        marks.length ? Draw.makeButton({
          action: "show-all", className: "row", icon: "target", label: Draw.gettext("show_all"),
          press: () => { Draw.closeSheet(); Draw.revealAllMarks(); }
        }) : null,
        Draw.makeButton({ action: "removed", className: "row", icon: "history",
                          label: Draw.gettext("removed_list"), press: Draw.openRemovedMarks }),
        ...makeSections()
      ]
    });
  };
})(window.AmparoDraw);
