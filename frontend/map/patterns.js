// @ts-check
/*
 * Hatchings of risk areas and gaps, as SVG patterns in the document of the map: any Leaflet path
 * can be filled with url(#amparo-risk-3), and stays so through every redraw.
 */
(function (Amparo) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  Amparo.PHONE_WIDTH = 600;  // px; frame.css changes at the same width
  const PHONE_STEP = 0.62;   // denser, so that small areas on a small map still show lines
  const PHONE_LINE = 0.78;   // and thinner, so that the lines stay apart

  /**
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   * @param {Element} [parent]
   */
  function makeElement(name, attributes, parent) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
    if (parent) parent.appendChild(node);
    return node;
  }

  /**
   * @param {Element} pattern
   * @param {Hatching} hatching
   * @param {number} width
   * @param {[number, number, number, number]} ends
   */
  function addLine(pattern, hatching, width, ends) {
    makeElement("line", {
      x1: ends[0], y1: ends[1], x2: ends[2], y2: ends[3],
      stroke: hatching.line, "stroke-width": width, "stroke-opacity": 0.85
    }, pattern);
  }

  /**
   * @param {string} name
   * @param {Hatching} hatching
   * @param {number} scale
   */
  function makePattern(name, hatching, scale) {
    const step = hatching.step * scale;
    const width = hatching.width * (scale < 1 ? PHONE_LINE : 1);
    const node = makeElement("pattern", {
      id: "amparo-" + name,
      patternUnits: "userSpaceOnUse",
      width: step,
      height: step,
      patternTransform: "rotate(" + hatching.lean + ")"
    });
    makeElement("rect", {
      width: step, height: step, fill: hatching.fill, "fill-opacity": hatching.opacity
    }, node);
    if (hatching.kind === "dots") {
      makeElement("circle", { cx: step / 2, cy: step / 2, r: width, fill: hatching.line }, node);
      return node;
    }
    addLine(node, hatching, width, [step / 2, 0, step / 2, step]);
    if (hatching.kind === "cross") addLine(node, hatching, width, [0, step / 2, step, step / 2]);
    return node;
  }

  /* Put all hatchings into the document, denser where the frame is as narrow as a phone. */
  Amparo.addPatterns = function (hatchings) {
    document.getElementById("amparo-patterns")?.remove();
    const scale = window.innerWidth < Amparo.PHONE_WIDTH ? PHONE_STEP : 1;
    // Not display:none: some browsers then do not paint what uses a pattern.
    const svg = makeElement("svg", {
      id: "amparo-patterns", width: 0, height: 0, "aria-hidden": "true",
      style: "position:absolute"
    });
    const defs = makeElement("defs", {}, svg);
    Object.entries(hatchings).forEach(([name, hatching]) => {
      defs.appendChild(makePattern(name, hatching, scale));
    });
    document.body.appendChild(svg);
  };
})(window.Amparo);
