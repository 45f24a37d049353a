/*
 * Hatchings of risk areas and gaps, as SVG patterns in the frame's own document, so that any
 * path of Leaflet can be filled with url(#amparo-risk-3) and keep it through every redraw.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";
  var PHONE_WIDTH = 600; // px; the frame's style sheet changes at the same width
  var PHONE_STEP = 0.68; // finer, so that the small areas of a small map still show lines

  function element(name, attributes, parent) {
    var node = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) {
      node.setAttribute(key, attributes[key]);
    });
    if (parent) parent.appendChild(node);
    return node;
  }

  function stroke(pattern, look, from, to) {
    element("line", {
      x1: from[0], y1: from[1], x2: to[0], y2: to[1],
      stroke: look.line, "stroke-width": look.width, "stroke-opacity": 0.85
    }, pattern);
  }

  function pattern(name, look, finer) {
    var step = Math.max(look.width * 2.4, look.step * finer);
    var node = element("pattern", {
      id: "amparo-" + name,
      patternUnits: "userSpaceOnUse",
      width: step,
      height: step,
      patternTransform: "rotate(" + look.lean + ")"
    });
    element("rect", {
      width: step, height: step, fill: look.fill, "fill-opacity": look.opacity
    }, node);
    if (look.kind === "dots") {
      element("circle", {
        cx: step / 2, cy: step / 2, r: look.width * (finer < 1 ? 0.9 : 1), fill: look.line
      }, node);
      return node;
    }
    stroke(node, look, [step / 2, 0], [step / 2, step]);
    if (look.kind === "cross") stroke(node, look, [0, step / 2], [step, step / 2]);
    return node;
  }

  /* Put all hatchings in the document, finer where the frame is as narrow as a phone. */
  Amparo.addPatterns = function (hatchings) {
    var old = document.getElementById("amparo-patterns");
    if (old) old.remove();
    var finer = window.innerWidth < PHONE_WIDTH ? PHONE_STEP : 1;
    // Not display:none: some browsers then leave everything that uses a pattern unpainted.
    var svg = element("svg", {
      id: "amparo-patterns", width: 0, height: 0, "aria-hidden": "true",
      style: "position:absolute"
    });
    var defs = element("defs", {}, svg);
    Object.keys(hatchings).forEach(function (name) {
      defs.appendChild(pattern(name, hatchings[name], finer));
    });
    document.body.appendChild(svg);
  };
})(window.Amparo);
