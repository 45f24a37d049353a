// @ts-check
/*
 * The forms for the attributes of a mark, one attribute at a time: category, severity, hours, and
 * free text. Each choice is one touch.
 */
(function (Draw) {
  "use strict";

  const MAX_NAME_LENGTH = 60;
  const MAX_NOTE_LENGTH = 200;
  /** @type {Record<MarkKind, string[]>} */
  const ORDER = {
    risk_area: ["category", "severity", "holds"],
    safe_zone: ["category", "words"],
    service: ["category", "words"]
  };

  /**
   * @param {string} className
   * @param {ButtonOptions[]} buttons
   */
  function makeChoices(className, buttons) {
    return Draw.makeElement("div", {
      className: className, role: "group", "aria-labelledby": "sheet-title"
    }, buttons.map(Draw.makeButton));
  }

  /**
   * Return whether a value is the one that a mark has; undefined where it has none yet.
   *
   * @param {unknown} current
   * @param {unknown} value
   */
  function isSelected(current, value) {
    return current === undefined || current === null ? undefined : current === value;
  }

  /** @typedef {(changes: Partial<MarkAttributes>) => void} Done */
  /** @type {Record<string, (mark: MarkAttributes, done: Done) => SheetOptions>} */
  const forms = {
    category: (mark, done) => ({
      title: Draw.gettext("what_" + mark.kind),
      body: [makeChoices("pictograms", Draw.pageData.categories[mark.kind].map((one) => ({
        action: "category-" + one.code, image: Draw.pictogram(one.sign), label: one.word,
        selected: isSelected(mark.category, one.code),
        press: () => done({ category: one.code })
      })))]
    }),
    severity: (mark, done) => ({
      title: Draw.gettext("how_much"),
      body: [makeChoices("faces", Draw.pageData.severities.map((one) => ({
        action: "severity-" + one.code, image: Draw.severityFace(one.code), label: one.word,
        className: "severity-" + one.code, selected: isSelected(mark.severity, one.code),
        press: () => done({ severity: one.code })
      })))]
    }),
    holds: (mark, done) => ({
      title: Draw.gettext("when"),
      body: [makeChoices("moments", Draw.pageData.holds.map((one) => ({
        action: "holds-" + one.code, icon: "holds-" + one.code, label: one.word,
        selected: isSelected(mark.holds, one.code),
        press: () => done({ holds: one.code })
      })))]
    }),
    words: (mark, done) => {
      const hasName = mark.kind !== "risk_area";
      const name = hasName ? Draw.makeTextField({
        name: "name", label: Draw.gettext("name_" + mark.kind), maxLength: MAX_NAME_LENGTH,
        text: mark.name, focused: true
      }) : null;
      const note = Draw.makeTextField({
        name: "note", label: Draw.gettext("note"), maxLength: MAX_NOTE_LENGTH, text: mark.note,
        multiline: true, focused: !hasName
      });
      return {
        title: Draw.gettext(hasName ? "words" : "words_note"),
        body: [
          name && name.node,
          note.node,
          Draw.makeElement("p", { className: "soft", text: Draw.gettext("note_about") })
        ],
        footer: [{
          action: "go-on", className: "main", icon: "yes", label: Draw.gettext("go_on"),
          press: () => {
            if ((name && !name.validate()) || !note.validate()) return;
            done({ name: name ? name.value() : "", note: note.value() });
          }
        }]
      };
    }
  };

  /* Open the form of one attribute; `done` gets what changes. */
  Draw.openAttributeForm = function (attribute, mark, done, back) {
    Draw.openSheet(Object.assign(forms[attribute](mark, done), { back: back }));
  };

  /* Open the forms of a new mark one after the other, then draw it. */
  Draw.startNewMark = function (kind) {
    const attributes = ORDER[kind];
    /**
     * @param {number} step
     * @param {MarkAttributes} mark
     */
    function openStep(step, mark) {
      if (step === attributes.length) {
        Draw.setMode("draw", { mark: mark });
        Draw.focusBar();
        return;
      }
      Draw.openAttributeForm(attributes[step], mark, (changes) => {
        openStep(step + 1, Object.assign({}, mark, changes));
      }, step ? () => openStep(step - 1, mark) : null);
    }
    openStep(0, { kind: kind, name: "", note: "" });
  };

  /* The attributes of a mark that can be edited later. */
  Draw.editableAttributes = function (mark) {
    return mark.kind === "risk_area" ? [...ORDER.risk_area, "words"] : ORDER[mark.kind];
  };
})(window.AmparoDraw);
