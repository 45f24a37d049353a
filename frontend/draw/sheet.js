// @ts-check
/*
 * The sheet: a dialog at the foot of the page for forms, the card of a mark, and lists. It never
 * covers the quick exit.
 */
(function (Draw) {
  "use strict";

  const sheet = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  const bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
  const mapArea = /** @type {HTMLElement} */ (document.getElementById("map-area"));
  /** @type {(() => void) | null} */
  let onClose = null;
  /** @type {Element | null} */
  let focusedBefore = null;

  /** @param {SheetOptions} options */
  function makeHeader(options) {
    return Draw.makeElement("div", { className: "header" }, [
      options.back ? Draw.makeButton({
        action: "back", className: "round", icon: "back", ariaLabel: Draw.gettext("back"),
        press: options.back
      }) : null,
      Draw.makeElement("h2", { id: "sheet-title", tabindex: "-1", text: options.title }),
      Draw.makeButton({
        action: "close", className: "round", icon: "close", ariaLabel: Draw.gettext("close"),
        press: Draw.closeSheet
      })
    ]);
  }

  /* Open the sheet with a title, a body and buttons, in place of one that is open. */
  Draw.openSheet = function (options) {
    const footer = options.footer;
    if (sheet.hidden) focusedBefore = document.activeElement;
    if (onClose) onClose();  // of the sheet that was open
    onClose = options.onClose || null;
    Draw.replaceContent(sheet, [
      makeHeader(options),
      Draw.makeElement("div", { className: "body" }, options.body),
      footer ? Draw.makeElement("div", { className: "footer" }, footer.map(Draw.makeButton)) : null
    ]);
    sheet.className = options.large ? "large" : "";
    sheet.hidden = false;
    bar.inert = true;
    mapArea.inert = !!options.large;
    const first = sheet.querySelector("[data-autofocus]") || sheet.querySelector("#sheet-title");
    /** @type {HTMLElement} */ (first).focus({ preventScroll: true });
  };

  Draw.replaceSheetBody = function (body) {
    const element = sheet.querySelector(".body");
    if (element) Draw.replaceContent(element, body);
  };

  /* Close the sheet, and return the focus to where it was. */
  Draw.closeSheet = function () {
    if (sheet.hidden) return;
    const listener = onClose;
    onClose = null;
    sheet.hidden = true;
    sheet.replaceChildren();
    bar.inert = false;
    mapArea.inert = false;
    if (listener) listener();
    const target = focusedBefore;
    focusedBefore = null;
    if (target instanceof HTMLElement && document.contains(target) && target !== document.body) {
      target.focus({ preventScroll: true });
    } else Draw.focusBar();
  };

  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Escape") Draw.closeSheet();
  });
})(window.AmparoDraw);
