// @ts-check
/*
 * The bar of buttons at the foot of the page, or in the column beside the map on wide screens.
 */
(function (Draw) {
  "use strict";

  const bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
  /** @type {HTMLElement | null} */
  let mainButton = null;

  /**
   * @param {string} className
   * @param {ButtonOptions[] | undefined} buttons
   */
  function makeRow(className, buttons) {
    if (!buttons || !buttons.length) return null;
    return Draw.makeElement("div", { className: className }, buttons.map(Draw.makeButton));
  }

  function focusedAction() {
    const focused = document.activeElement;
    return focused && bar.contains(focused) ? focused.getAttribute("data-action") : null;
  }

  /* A bar that grew, because texts are long, must not cover the map's attribution. */
  function liftMapControls() {
    const minimum = parseFloat(window.getComputedStyle(bar).minHeight);
    const excess = Math.max(0, bar.offsetHeight - minimum || 0);
    document.documentElement.style.setProperty("--over", excess + "px");
  }

  /** @param {BarOptions} options */
  function makeTitle(options) {
    if (!options.title) return null;
    return Draw.makeElement("div", { className: "title" }, [
      Draw.makeElement("h2", { text: options.title, id: "bar-title" }),
      options.search ? Draw.makeButton({
        action: "search", className: "round", icon: "search", ariaLabel: Draw.gettext("search"),
        press: options.search
      }) : null
    ]);
  }

  /* Render the bar; the focused button stays focused. */
  Draw.renderBar = function (options) {
    const action = focusedAction(), main = options.main;
    mainButton = main ? Draw.makeButton(Object.assign({ className: "main" }, main)) : null;
    Draw.replaceContent(bar, [
      makeTitle(options),
      makeRow("kinds", options.kinds),
      mainButton,
      makeRow("secondary", options.secondary),
      makeRow("tools", options.tools),
      options.sidebar
    ]);
    liftMapControls();
    if (!action) return;
    const same = bar.querySelector('[data-action="' + action + '"]');
    const button = /** @type {HTMLElement | null} */ (same || bar.querySelector("button"));
    if (button) button.focus();
  };

  /* Press the large button: Enter on the map does. */
  Draw.pressMainButton = function () {
    if (mainButton && !bar.inert) mainButton.click();
  };

  /* Move the focus to the bar: after a sheet has closed. */
  Draw.focusBar = function () {
    const first = mainButton || bar.querySelector("button");
    if (first) first.focus({ preventScroll: true });
  };
})(window.AmparoDraw);
