/*
 * Elements of the page: what they say is always text, never HTML.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  /* Make an element: { look, text, on: {event: work}, any attribute }, and what is in it. */
  Draw.make = function (tag, told, children) {
    var node = document.createElement(tag);
    Object.keys(told || {}).forEach(function (name) {
      var value = told[name];
      if (name === "look") node.className = value;
      else if (name === "text") node.textContent = value;
      else if (name === "on") {
        Object.keys(value).forEach(function (event) {
          node.addEventListener(event, value[event]);
        });
      } else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : value);
      }
    });
    (children || []).forEach(function (child) { if (child) node.appendChild(child); });
    return node;
  };

  function masked(address) {
    var sign = Draw.make("i", { look: "sign", "aria-hidden": "true" });
    sign.style.setProperty("--sign", 'url("' + address + '")');
    return sign;
  }

  /* One of our own signs: an arrow, a bin, a loupe. */
  Draw.sign = function (name) { return masked(Draw.signAddress(name)); };

  /* A pictogram of a category. */
  Draw.pictogram = function (name) { return masked(Draw.asset("maki", name + ".svg")); };

  /* A face that shows how much a place worries. */
  Draw.face = function (severity) {
    return Draw.make("img", {
      look: "face", src: Draw.asset("draw", "face-" + severity + ".svg"), alt: "",
      width: 44, height: 44
    });
  };

  /* A button: { does, word, sign or picture, look, press, label, chosen, off }. */
  Draw.button = function (told) {
    return Draw.make("button", {
      type: "button",
      look: told.look || "",
      "data-does": told.does,
      "aria-label": told.label,
      "aria-pressed": told.chosen === undefined ? null : String(told.chosen),
      "aria-disabled": told.off ? "true" : null,
      on: {
        click: function (event) {
          event.stopPropagation();
          if (!told.off) told.press(event);
        }
      }
    }, [
      told.picture || (told.sign ? Draw.sign(told.sign) : null),
      told.word ? Draw.make("span", { text: told.word }) : null
    ]);
  };

  /* Put other children into an element. */
  Draw.fill = function (node, children) {
    node.replaceChildren.apply(node, children.filter(Boolean));
  };
})(window.AmparoDraw);
