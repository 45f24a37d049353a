// @ts-check
/*
 * The versions of a mark, and the marks that were deleted; each version can be restored.
 */
(function (Draw) {
  "use strict";

  /**
   * @param {string} title
   * @param {() => void} back
   */
  function openLoadingSheet(title, back) {
    Draw.openSheet({ title: title, back: back, large: true, body: [
      Draw.makeElement("p", { className: "soft", role: "status", text: Draw.gettext("fetching") })
    ] });
  }

  /** @param {string} key */
  function showMessage(key) {
    Draw.replaceSheetBody([
      Draw.makeElement("p", { className: "soft", role: "status", text: Draw.gettext(key) })
    ]);
  }

  function showOffline() { showMessage("past_offline"); }

  /** @param {MarkContent} mark */
  function describe(mark) {
    const severity = Draw.pageData.severities.find((one) => one.code === mark.severity);
    const isRisk = mark.kind === "risk_area" && severity;
    return [Draw.markName(mark)].concat(isRisk ? [severity.word] : []).join(" · ");
  }

  /**
   * @param {MarkContent} mark
   * @param {string} text
   * @param {(() => void) | null} restore
   */
  function makeRow(mark, text, restore) {
    return Draw.makeElement("div", { className: "line" }, [
      Draw.makeElement("div", { className: "what" }, [
        Draw.makeElement("b", { text: describe(mark) }), Draw.makeElement("small", { text: text })
      ]),
      restore && Draw.makeButton({ action: "bring-back", icon: "undo",
                                   label: Draw.gettext("bring_back"), press: restore })
    ]);
  }

  /**
   * @param {string} id
   * @param {MarkVersion} version
   * @param {boolean} isCurrent
   */
  function versionRow(id, version, isCurrent) {
    const mark = /** @type {MarkContent} */ (Draw.markContent(version.mark));
    const text = Draw.gettext("past_" + version.act, { at: version.at });
    return makeRow(mark, text, isCurrent ? null : () => {
      Draw.changeMark(id, mark);
      Draw.openMarkCard(id);
    });
  }

  /* Show the versions of a mark. */
  Draw.openMarkHistory = function (id) {
    openLoadingSheet(Draw.gettext("past"), () => Draw.openMarkCard(id));
    Draw.fetchHistory(id).then((history) => {
      if (!history.versions.length) return showMessage("past_none");
      return Draw.replaceSheetBody(history.versions.map((version, index) =>
        versionRow(id, version, index === 0 && version.act !== "remove")));
    }, showOffline);
  };

  /** @param {RemovedMark} removed */
  function removedRow(removed) {
    const text = Draw.gettext("removed_at", { number: removed.number, at: removed.at });
    return makeRow(removed.mark, text, () => {
      const revisions = Draw.store.removed, id = removed.id;
      revisions[id] = Math.max(removed.mark.revision, revisions[id] || 0);
      Draw.changeMark(id, removed.mark);
      Draw.openMarkCard(id);
    });
  }

  /* Show the marks that were deleted. */
  Draw.openRemovedMarks = function () {
    openLoadingSheet(Draw.gettext("removed_list"), Draw.openMarkList);
    Draw.fetchHistory(null).then((history) => {
      const marks = Draw.marks();
      const removed = history.removed.filter((one) => !marks[one.id]);
      if (!removed.length) return showMessage("removed_none");
      return Draw.replaceSheetBody(removed.map(removedRow));
    }, showOffline);
  };
})(window.AmparoDraw);
