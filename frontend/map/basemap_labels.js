// @ts-check
/*
 * Label rules of protomaps-leaflet for the base map. A street's label follows the straightest part
 * of its line, and bends character by character where no part is straight; labels of places and
 * lakes are level.
 */
(function (Amparo) {
  "use strict";

  const APART = 340;         // px between two labels with the same text
  const HALO = 4.4;          // px of stroke under the characters
  const ASIDE = 13;          // px between a label and a route that is drawn along its street
  const SHIFTS = [0, -24, 24, -42, 42, -62, 62, -84, 84];  // px up or down, of a place's label
  const LINE_HEIGHT = 1.2;
  const BASELINE = 0.35;     // of the size, below the middle

  /** @typedef {CanvasRenderingContext2D} Context */
  /** @typedef {{ zoom: number, scratch: Context }} Layout */
  /** @typedef {{ props: Record<string, any>, geomType: number }} Feature */

  /**
   * The points of a part, in the direction in which its label is not upside down.
   *
   * @param {LinePart} part
   */
  function readable(part) {
    const first = part.points[0];
    const last = part.points[part.points.length - 1];
    return last.x >= first.x ? part.points : part.points.slice().reverse();
  }

  /**
   * @param {Context} ctx
   * @param {LabelStyle} style
   * @param {string} text
   * @param {number} x
   * @param {number} y
   */
  function drawText(ctx, style, text, x, y) {
    ctx.lineJoin = "round";
    ctx.lineWidth = HALO;
    ctx.strokeStyle = style.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = style.colour;
    ctx.fillText(text, x, y);
  }

  /**
   * @param {Context} ctx
   * @param {LabelStyle} style
   * @param {string} text
   * @param {PixelPoint[]} points
   * @param {number} width
   */
  function drawStraight(ctx, style, text, points, width) {
    const first = points[0];
    const last = points[points.length - 1];
    ctx.translate((first.x + last.x) / 2, (first.y + last.y) / 2);
    ctx.rotate(Math.atan2(last.y - first.y, last.x - first.x));
    drawText(ctx, style, text, -width / 2, style.size * BASELINE);
  }

  /**
   * Draw each character in the direction of the line below it.
   *
   * @param {Context} ctx
   * @param {LabelStyle} style
   * @param {string} text
   * @param {PixelPoint[]} points
   * @param {number} width
   */
  function drawBent(ctx, style, text, points, width) {
    const line = Amparo.measureLine(points);
    const start = (line.length - width) / 2;
    // All halos first: the halo of a character must not cover the character before it.
    [true, false].forEach((isHalo) => {
      for (let i = 0; i < text.length; i++) {
        const own = ctx.measureText(text[i]).width;
        const middle = start + ctx.measureText(text.slice(0, i)).width + own / 2;
        const here = Amparo.pointAlong(line, middle);
        const back = Amparo.pointAlong(line, Math.max(0, middle - style.size));
        const ahead = Amparo.pointAlong(line, Math.min(line.length, middle + style.size));
        ctx.save();
        ctx.translate(here.x, here.y);
        ctx.rotate(Math.atan2(ahead.y - back.y, ahead.x - back.x));
        ctx.lineJoin = "round";
        ctx.lineWidth = HALO;
        ctx.strokeStyle = style.halo;
        ctx.fillStyle = style.colour;
        if (isHalo) ctx.strokeText(text[i], -own / 2, style.size * BASELINE);
        else ctx.fillText(text[i], -own / 2, style.size * BASELINE);
        ctx.restore();
      }
    });
  }

  /**
   * @param {PixelPoint} at
   * @param {number} halfWidth
   * @param {number} halfHeight
   * @returns {PixelBox}
   */
  function boxAround(at, halfWidth, halfHeight) {
    return { minX: at.x - halfWidth, minY: at.y - halfHeight,
             maxX: at.x + halfWidth, maxY: at.y + halfHeight };
  }

  /**
   * Boxes around every second point of a label.
   *
   * @param {PixelPoint[]} points
   * @param {number} half
   */
  function boxesAlong(points, half) {
    return points.filter((_, i) => i % 2 === 0 || i === points.length - 1)
      .map((point) => boxAround(point, half, half));
  }

  /**
   * An anchor in the format of protomaps-leaflet.
   *
   * @param {PixelPoint} point
   */
  function makeAnchor(point) {
    return {
      x: point.x,
      y: point.y,
      dist: (/** @type {PixelPoint} */ other) => Math.hypot(other.x - point.x, other.y - point.y)
    };
  }

  /**
   * Move a line to its side.
   *
   * @param {PixelPoint[]} points
   * @param {number} by
   */
  function offsetLine(points, by) {
    return points.map((p, i) => {
      const a = points[Math.max(0, i - 1)];
      const b = points[Math.min(points.length - 1, i + 1)];
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      return { x: p.x - by * (b.y - a.y) / length, y: p.y + by * (b.x - a.x) / length };
    });
  }

  /**
   * @param {PixelBox[]} boxes
   * @param {number} zoom
   */
  function areFree(boxes, zoom) {
    return boxes.every((box) => Amparo.isFree(box, zoom));
  }

  /**
   * Place a label on its line, or beside it where a route or a sign lies on the line, or nowhere.
   *
   * @param {PixelPoint[]} points
   * @param {number} size
   * @param {number} zoom
   */
  function placeOnLine(points, size, zoom) {
    const aside = size * 0.5 + ASIDE;
    const lines = [points, offsetLine(points, aside), offsetLine(points, -aside)];
    return lines.find((line) => areFree(boxesAlong(line, size * 0.55), zoom)) || null;
  }

  /**
   * The symbolizer of labels along lines: streets and rivers.
   *
   * @param {LabelOptions} options
   */
  function lineLabel(options) {
    /**
     * @param {LinePart} part
     * @param {string} text
     * @param {LabelStyle} style
     * @param {number} width
     * @param {number} zoom
     */
    function makeLabel(part, text, style, width, zoom) {
      const points = placeOnLine(readable(part), style.size, zoom);
      if (!points) return [];
      const anchor = makeAnchor(points[points.length >> 1]);
      const relative = points.map((p) => ({ x: p.x - anchor.x, y: p.y - anchor.y }));
      return [{
        anchor: anchor,
        bboxes: boxesAlong(points, style.size * 0.75),
        deduplicationKey: text,
        deduplicationDistance: APART,
        draw: (/** @type {Context} */ ctx) => {
          ctx.globalAlpha = 1;
          ctx.font = style.font;
          (part.level ? drawStraight : drawBent)(ctx, style, text, relative, width);
        }
      }];
    }
    return {
      place: (/** @type {Layout} */ layout, /** @type {PixelPoint[][]} */ geom,
              /** @type {Feature} */ feature) => {
        const text = feature.props.name;
        if (!text) return undefined;
        const style = Amparo.labelStyle(options, layout.zoom);
        layout.scratch.font = style.font;
        const width = layout.scratch.measureText(text).width;
        const labels = geom.filter((points) => points.length > 1).flatMap((points) =>
          Amparo.findLabelParts(Amparo.measureLine(points), width, APART)
            .flatMap((part) => makeLabel(part, text, style, width, layout.zoom)));
        return labels.length ? labels : undefined;
      }
    };
  }

  /**
   * Place a level label at a point, or a little above or below, or nowhere.
   *
   * @param {PixelPoint} at
   * @param {number} halfWidth
   * @param {number} halfHeight
   * @param {number} zoom
   */
  function placeAtPoint(at, halfWidth, halfHeight, zoom) {
    return SHIFTS.map((shift) => ({ x: at.x, y: at.y + shift }))
      .find((point) => areFree([boxAround(point, halfWidth, halfHeight)], zoom)) || null;
  }

  /**
   * The symbolizer of level, centred labels; long ones have two lines.
   *
   * @param {LabelOptions} options
   */
  function pointLabel(options) {
    return {
      place: (/** @type {Layout} */ layout, /** @type {PixelPoint[][]} */ geom,
              /** @type {Feature} */ feature) => {
        const text = feature.props.name;
        if (!text || Amparo.occupied.texts.includes(text)) return undefined;
        const style = Amparo.labelStyle(options, layout.zoom);
        layout.scratch.font = style.font;
        const lines = Amparo.breakLines(text, options.chars || 18);
        const widths = lines.map((line) => layout.scratch.measureText(line).width);
        const halfWidth = Math.max(...widths) / 2 + 4;
        const halfHeight = lines.length * style.size * LINE_HEIGHT / 2 + 3;
        const center = Amparo.featureCenter(geom, feature.geomType);
        const free = placeAtPoint(center, halfWidth, halfHeight, layout.zoom);
        if (!free && !options.always) return undefined;
        const at = free || center;
        return [{
          anchor: makeAnchor(at),
          bboxes: [boxAround(at, halfWidth, halfHeight)],
          deduplicationKey: text,
          deduplicationDistance: APART,
          draw: (/** @type {Context} */ ctx) => {
            ctx.globalAlpha = 1;
            ctx.font = style.font;
            lines.forEach((line, i) => {
              const down = (i - (lines.length - 1) / 2) * style.size * LINE_HEIGHT;
              drawText(ctx, style, line, -widths[i] / 2, down + style.size * BASELINE);
            });
          }
        }];
      }
    };
  }

  Amparo.labelStyle = function (options, zoom) {
    const size = typeof options.size === "function" ? options.size(zoom) : options.size;
    const style = options.style ? options.style + " " : "";
    return {
      size: size,
      colour: options.colour,
      halo: options.halo,
      font: style + options.weight + " " + size + 'px "' + options.family + '", sans-serif'
    };
  };

  /* Break a long text into two lines at the space nearest to its middle. */
  Amparo.breakLines = function (text, chars) {
    if (text.length <= chars) return [text];
    const middle = text.length / 2;
    let best = -1;
    for (let i = text.indexOf(" "); i !== -1; i = text.indexOf(" ", i + 1)) {
      if (best === -1 || Math.abs(i - middle) < Math.abs(best - middle)) best = i;
    }
    return best === -1 ? [text] : [text.slice(0, best), text.slice(best + 1)];
  };

  /* The point of a point, else the centre of the bounds. */
  Amparo.featureCenter = function (geom, geomType) {
    if (geomType === 1) return geom[0][0];
    const xs = geom[0].map((point) => point.x), ys = geom[0].map((point) => point.y);
    return { x: (Math.min(...xs) + Math.max(...xs)) / 2,
             y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  };

  /* The rules, those of the most important labels first. */
  Amparo.labelRules = function (base, family) {
    /** @param {Pick<LabelOptions, "size" | "weight"> & Partial<LabelOptions>} options */
    function text(options) {
      return Object.assign({ family: family, halo: base.halo, colour: base.street_name }, options);
    }
    /**
     * @param {string} layer
     * @param {object} symbolizer
     * @param {string[]} classes
     * @param {number} [minzoom]
     */
    function rule(layer, symbolizer, classes, minzoom) {
      return {
        dataLayer: layer, symbolizer: symbolizer, minzoom: minzoom,
        filter: (/** @type {number} */ _, /** @type {Feature} */ feature) =>
          classes.includes(feature.props["class"])
      };
    }
    /**
     * @param {number} from
     * @param {number} to
     */
    function grow(from, to) {
      return (/** @type {number} */ zoom) =>
        Amparo.interpolate([[12, from], [16, to]], zoom);
    }
    const place = { colour: base.place_name, weight: 600 };
    return [
      rule("place", pointLabel(text(Object.assign({ size: grow(14, 15.5), always: true }, place))),
        ["town", "village"]),
      rule("place", pointLabel(text(Object.assign({ size: grow(12, 14.5) }, place))),
        ["suburb", "hamlet"], 12),
      rule("street", lineLabel(text({ size: 13, weight: 600 })), ["main"], 13),
      rule("place", pointLabel(text({ size: 13, weight: 500 })), ["locality", "peak"], 14),
      rule("street", lineLabel(text({ size: 12.5, weight: 500 })), ["street"], 15),
      rule("water", lineLabel(text({
        size: 13, weight: 500, style: "italic", colour: base.water_name, halo: base.water
      })), ["river", "canal"], 13),
      rule("water", lineLabel(text({
        size: 12, weight: 500, style: "italic", colour: base.water_name
      })), ["stream"], 15),
      rule("water", pointLabel(text({
        size: 13, weight: 500, style: "italic", colour: base.water_name, halo: base.water
      })), ["lake"], 13),
      rule("street", lineLabel(text({ size: 12, weight: 500 })), ["path"], 16),
      rule("street", lineLabel(text({ size: 12, weight: 500 })), ["lane"], 17)
    ];
  };
})(window.Amparo);
