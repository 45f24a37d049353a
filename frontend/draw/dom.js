// @ts-check
/*
 * Makes DOM elements: text is set as text, never as HTML.
 */
(function (Draw) {
  "use strict";

  /* Make an element: { className, text, on: {event: listener}, any attribute }, with children. */
  Draw.makeElement = function (tag, options, children) {
    const node = document.createElement(tag);
    Object.entries(options || {}).forEach(([name, value]) => {
      if (name === "className") node.className = String(value);
      else if (name === "text") node.textContent = /** @type {string} */ (value);
      else if (name === "on") {
        Object.entries(/** @type {NonNullable<ElementOptions["on"]>} */ (value))
          .forEach(([event, listener]) => node.addEventListener(event, listener));
      } else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : String(value));
      }
    });
    (children || []).forEach((child) => { if (child) node.appendChild(child); });
    return node;
  };

  /**
   * An element that shows a picture as a mask, in the colour of the text around it.
   *
   * @param {string} url
   */
  function makeMask(url) {
    const mask = Draw.makeElement("i", { className: "sign", "aria-hidden": "true" });
    mask.style.setProperty("--sign", 'url("' + url + '")');
    return mask;
  }

  /* One of our own icons: an arrow, a bin, a magnifying glass. */
  Draw.icon = function (name) { return makeMask(Draw.iconUrl(name)); };

  /* The pictogram of a category. */
  Draw.pictogram = function (name) { return makeMask(Draw.assetUrl("maki", name + ".svg")); };

  /* The face that stands for a severity. */
  Draw.severityFace = function (severity) {
    return Draw.makeElement("img", {
      className: "face", src: Draw.assetUrl("draw", "face-" + severity + ".svg"), alt: "",
      width: 44, height: 44
    });
  };

  /* Make a button. One that is disabled can still be focused. */
  Draw.makeButton = function (options) {
    return Draw.makeElement("button", {
      type: "button",
      className: options.className || "",
      "data-action": options.action,
      "aria-label": options.ariaLabel,
      "aria-pressed": options.selected === undefined ? null : String(options.selected),
      "aria-disabled": options.disabled ? "true" : null,
      on: {
        click: (event) => {
          event.stopPropagation();
          if (!options.disabled) options.press(event);
        }
      }
    }, [
      options.image || (options.icon ? Draw.icon(options.icon) : null),
      options.label ? Draw.makeElement("span", { text: options.label }) : null
    ]);
  };

  /* Replace the children of an element; empty ones are left out. */
  Draw.replaceContent = function (node, children) {
    node.replaceChildren(...children.filter((child) => !!child));
  };
})(window.AmparoDraw);
