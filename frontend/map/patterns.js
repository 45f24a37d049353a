/*
 * Hatchings of risk areas and gaps, as SVG patterns in the frame's own document, so that any
 * path of Leaflet can be filled with url(#amparo-risk-3) and keep it through every redraw.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";
  Amparo.PHONE_WIDTH = 600; // px; the frame's style sheet changes at the same width
  var PHONE_STEP = 0.62; // finer, so that the small areas of a small map still show lines
  var PHONE_LINE = 0.78;    // and thinner, so that they keep their distance

  function element(name, attributes, parent) {
    var node = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) {
      node.setAttribute(key, attributes[key]);
    });
    if (parent) parent.appendChild(node);
    return node;
  }

  function stroke(pattern, look, width, ends) {
    element("line", {
      x1: ends[0], y1: ends[1], x2: ends[2], y2: ends[3],
      stroke: look.line, "stroke-width": width, "stroke-opacity": 0.85
    }, pattern);
  }

  function pattern(name, look, finer) {
    var step = look.step * finer;
    var width = look.width * (finer < 1 ? PHONE_LINE : 1);
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
        cx: step / 2, cy: step / 2, r: width, fill: look.line
      }, node);
      return node;
    }
    stroke(node, look, width, [step / 2, 0, step / 2, step]);
    if (look.kind === "cross") stroke(node, look, width, [0, step / 2, step, step / 2]);
    return node;
  }

  /* Put all hatchings in the document, finer where the frame is as narrow as a phone. */
  Amparo.addPatterns = function (hatchings) {
    var old = document.getElementById("amparo-patterns");
    if (old) old.remove();
    var finer = window.innerWidth < Amparo.PHONE_WIDTH ? PHONE_STEP : 1;
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
