// @ts-check
/*
 * The card of one mark: its attributes, its state, and all actions on it.
 */
(function (Draw) {
  "use strict";

  /** @type {string | null} */
  let openId = null;       // of the mark whose card is open

  /**
   * @param {{ code: string | number, word: string }[]} list
   * @param {string | number | undefined} code
   */
  function findWord(list, code) {
    const found = list.find((one) => one.code === code);
    return found ? found.word : String(code);
  }

  /**
   * @param {Mark} mark
   * @param {string} attribute
   */
  function attributeText(mark, attribute) {
    if (attribute === "category") return Draw.findCategory(mark.kind, mark.category).word;
    if (attribute === "severity") return findWord(Draw.pageData.severities, mark.severity);
    if (attribute === "holds") return findWord(Draw.pageData.holds, mark.holds);
    return [mark.name, mark.note].filter(Boolean).join(" · ") || Draw.gettext("no_words");
  }

  /**
   * @param {Mark} mark
   * @param {string} attribute
   */
  function attributeImage(mark, attribute) {
    if (attribute === "category") {
      return Draw.pictogram(Draw.findCategory(mark.kind, mark.category).sign);
    }
    if (attribute === "severity") return Draw.severityFace(Number(mark.severity));
    return Draw.icon(attribute === "holds" ? "holds-" + mark.holds : "note");
  }

  /**
   * @param {Mark} mark
   * @param {string} attribute
   */
  function makeAttributeButton(mark, attribute) {
    const text = attributeText(mark, attribute);
    function back() { Draw.openMarkCard(mark.id); }
    return Draw.makeButton({
      action: "correct-" + attribute, className: "row", image: attributeImage(mark, attribute),
      label: text, ariaLabel: Draw.gettext("correct", { what: text }),
      press: () => Draw.openAttributeForm(attribute, mark, (changes) => {
        Draw.changeMark(mark.id, Object.assign({}, Draw.marks()[mark.id] || mark, changes));
        back();
      }, back)
    });
  }

  /** @param {Mark} mark */
  function stateText(mark) {
    if (mark.state === "refused") return mark.message || "";
    if (mark.state === "waiting") return Draw.gettext("waiting");
    return mark.at ? Draw.gettext("saved", { number: mark.number, at: mark.at }) :
      Draw.gettext("kept");
  }

  /**
   * @param {string} mode
   * @param {Mark} mark
   */
  function startMode(mode, mark) {
    Draw.setMode(mode, { id: mark.id });
    Draw.focusBar();
  }

  /** @param {Mark} mark */
  function removeMark(mark) {
    Draw.changeMark(mark.id, null);
    Draw.closeSheet();
    Draw.focusBar();
  }

  /** @param {Mark} mark */
  function makeActions(mark) {
    /** @type {ButtonOptions[]} */
    const buttons = [];
    if (mark.geometry.type !== "Point") {
      buttons.push({ action: "edit", icon: "points", label: Draw.gettext("do_mend"),
                     press: () => startMode("edit", mark) });
    }
    buttons.push({ action: "drag", icon: "move", label: Draw.gettext("do_carry"),
                   press: () => startMode("drag", mark) });
    if (mark.number) {
      buttons.push({ action: "history", icon: "history", label: Draw.gettext("past"),
                     press: () => Draw.openMarkHistory(mark.id) });
    }
    buttons.push({ action: "remove", icon: "bin", label: Draw.gettext("remove"),
                   press: () => removeMark(mark) });
    return Draw.makeElement("div", { className: "actions" }, buttons.map(Draw.makeButton));
  }

  /**
   * Actions where two people changed the same mark: keep this, the other, or both.
   *
   * @param {Mark} mark
   * @param {Mark} other
   */
  function makeTwinChoice(mark, other) {
    const number = other.number || "…";
    /**
     * @param {Mark} one
     * @param {Mark} removed
     */
    function keepOnly(one, removed) {
      Draw.changeMark(removed.id, null);
      Draw.openMarkCard(one.id);
    }
    function keepBoth() {
      Draw.settleTwins(mark, other);
      Draw.openMarkCard(mark.id);
    }
    return Draw.makeElement("div", { className: "twins" }, [
      Draw.makeElement("p", { text: Draw.gettext("twin", { number: number }) }),
      Draw.makeButton({ action: "keep-this", label: Draw.gettext("keep_this"),
                        press: () => keepOnly(mark, other) }),
      Draw.makeButton({ action: "keep-other",
                        label: Draw.gettext("keep_other", { number: number }),
                        press: () => keepOnly(other, mark) }),
      Draw.makeButton({ action: "keep-both", label: Draw.gettext("keep_both"), press: keepBoth })
    ]);
  }

  /** @param {Mark} mark */
  function titleText(mark) {
    const name = Draw.markName(mark);
    return mark.number ? Draw.gettext("numbered", { number: mark.number, name: name }) : name;
  }

  /* How much of the map the sheet covers beyond the bar [px]; 0 where it lies beside the map. */
  function coveredHeight() {
    const sheet = /** @type {HTMLElement} */ (document.getElementById("sheet"));
    const bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
    return sheet.offsetTop ? sheet.offsetHeight - bar.offsetHeight : 0;
  }

  /* Open the card of a mark. */
  Draw.openMarkCard = function (id) {
    const mark = Draw.marks()[id];
    if (!mark) return Draw.closeSheet();
    const twin = Draw.findTwin(mark);
    Draw.openSheet({
      title: titleText(mark),
      body: [
        Draw.makeElement("p", { className: "state " + mark.state, text: stateText(mark) }),
        twin && makeTwinChoice(mark, twin),
        Draw.makeElement("div", { className: "rows" }, Draw.editableAttributes(mark)
          .map((attribute) => makeAttributeButton(mark, attribute))),
        makeActions(mark)
      ],
      onClose: () => {
        openId = null;
        Draw.highlightMark(null);
      }
    });
    openId = id;
    Draw.highlightMark(mark);
    Draw.revealMark(mark, coveredHeight());
    return undefined;
  };

  /* Update the state and the title while the card is open. */
  Draw.on("marks-changed", () => {
    const line = document.querySelector("#sheet .state"), mark = openId && Draw.marks()[openId];
    const title = document.getElementById("sheet-title");
    if (!line || !mark || !title) return;
    line.textContent = stateText(mark);
    line.className = "state " + mark.state;
    title.textContent = titleText(mark);
  });

  Draw.on("mark-replaced", (change) => { if (openId === change.from) openId = change.to; });
})(window.AmparoDraw);
