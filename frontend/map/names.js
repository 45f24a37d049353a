/*
 * Names on the base map. A street's name runs along the straightest stretch that holds it, and
 * bends letter by letter where no stretch is straight; places and lakes stand level.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var APART = 340;         // px between two writings of one name
  var HALO = 4.4;          // px of stroke under the letters
  var ASIDE = 13;          // px that a name leaves a way drawn along its street
  var ROOM = [0, -24, 24, -42, 42, -62, 62, -84, 84]; // px up or down that a place's name may step aside

  function upright(s) {
    var first = s.points[0];
    var last = s.points[s.points.length - 1];
    if (last.x >= first.x) return s.points;
    return s.points.slice().reverse();
  }

  function write(ctx, look, text, x, y) {
    ctx.lineJoin = "round";
    ctx.lineWidth = HALO;
    ctx.strokeStyle = look.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = look.colour;
    ctx.fillText(text, x, y);
  }

  function writeLevel(ctx, look, text, points, width) {
    var first = points[0];
    var last = points[points.length - 1];
    ctx.translate((first.x + last.x) / 2, (first.y + last.y) / 2);
    ctx.rotate(Math.atan2(last.y - first.y, last.x - first.x));
    write(ctx, look, text, -width / 2, look.size * 0.35);
  }

  function writeBent(ctx, look, text, points, width) {
    var line = Amparo.walk(points);
    var start = (line.length - width) / 2;
    // Every halo first, or one letter's halo would eat the letter before it.
    ["stroke", "fill"].forEach(function (pass) {
      for (var i = 0; i < text.length; i++) {
        var left = ctx.measureText(text.slice(0, i)).width;
        var own = ctx.measureText(text[i]).width;
        var here = Amparo.pointAt(line, start + left + own / 2);
        var back = Amparo.pointAt(line, Math.max(0, start + left + own / 2 - look.size));
        var ahead = Amparo.pointAt(line, Math.min(line.length, start + left + own / 2 + look.size));
        ctx.save();
        ctx.translate(here.x, here.y);
        ctx.rotate(Math.atan2(ahead.y - back.y, ahead.x - back.x));
        ctx.lineJoin = "round";
        ctx.lineWidth = HALO;
        ctx.strokeStyle = look.halo;
        ctx.fillStyle = look.colour;
        ctx[pass + "Text"](text[i], -own / 2, look.size * 0.35);
        ctx.restore();
      }
    });
  }

  function boxes(points, half) {
    return points.filter(function (_, i) { return i % 2 === 0 || i === points.length - 1; })
      .map(function (p) {
        return { minX: p.x - half, minY: p.y - half, maxX: p.x + half, maxY: p.y + half };
      });
  }

  /* What protomaps-leaflet asks of an anchor. */
  function anchorAt(point) {
    return {
      x: point.x,
      y: point.y,
      dist: function (other) { return Math.hypot(other.x - point.x, other.y - point.y); }
    };
  }

  function relative(points, anchor) {
    return points.map(function (p) { return { x: p.x - anchor.x, y: p.y - anchor.y }; });
  }

  function shifted(points, by) {
    return points.map(function (p, i) {
      var a = points[Math.max(0, i - 1)];
      var b = points[Math.min(points.length - 1, i + 1)];
      var length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      return { x: p.x - by * (b.y - a.y) / length, y: p.y + by * (b.x - a.x) / length };
    });
  }

  function free(found, zoom) {
    return found.every(function (box) { return Amparo.isFree(box, zoom); });
  }

  /* On its line, or where a way or sign lies there beside it, or nowhere. */
  function beside(points, size, zoom) {
    var tried = [0, size * 0.5 + ASIDE, -size * 0.5 - ASIDE];
    for (var i = 0; i < tried.length; i++) {
      var moved = tried[i] ? shifted(points, tried[i]) : points;
      if (free(boxes(moved, size * 0.55), zoom)) return moved;
    }
    return null;
  }

  /* Names along lines: streets and rivers. look: size(z), weight, style, colour, halo */
  function alongLine(options) {
    return {
      place: function (layout, geom, feature) {
        var text = feature.props.name;
        if (!text) return undefined;
        var look = Amparo.lookAt(options, layout.zoom);
        layout.scratch.font = look.font;
        var width = layout.scratch.measureText(text).width;
        var labels = [];
        geom.forEach(function (part) {
          if (part.length < 2) return;
          Amparo.candidates(Amparo.walk(part), width, APART).forEach(function (s) {
            var points = beside(upright(s), look.size, layout.zoom);
            if (!points) return;
            var anchor = anchorAt(points[points.length >> 1]);
            var own = relative(points, anchor);
            labels.push({
              anchor: anchor,
              bboxes: boxes(points, look.size * 0.75),
              deduplicationKey: text,
              deduplicationDistance: APART,
              draw: function (ctx) {
                ctx.globalAlpha = 1;
                ctx.font = look.font;
                (s.level ? writeLevel : writeBent)(ctx, look, text, own, width);
              }
            });
          });
        });
        return labels.length ? labels : undefined;
      }
    };
  }

  function box(at, halfWidth, halfHeight) {
    return { minX: at.x - halfWidth, minY: at.y - halfHeight,
             maxX: at.x + halfWidth, maxY: at.y + halfHeight };
  }

  function level(at, halfWidth, halfHeight, zoom) {
    for (var i = 0; i < ROOM.length; i++) {
      var moved = { x: at.x, y: at.y + ROOM[i] };
      if (free([box(moved, halfWidth, halfHeight)], zoom)) return moved;
    }
    return null;
  }

  /* Names of places: level and centred; long ones in two lines. */
  function atPoint(options) {
    return {
      place: function (layout, geom, feature) {
        var text = feature.props.name;
        if (!text || Amparo.taken.texts.indexOf(text) !== -1) return undefined;
        var look = Amparo.lookAt(options, layout.zoom);
        layout.scratch.font = look.font;
        var lines = Amparo.breakLines(text, options.chars || 18);
        var widths = lines.map(function (l) { return layout.scratch.measureText(l).width; });
        var half = Math.max.apply(null, widths) / 2 + 4;
        var height = lines.length * look.size * 1.2;
        var at = level(Amparo.middleOf(geom, feature.geomType), half, height / 2 + 3, layout.zoom);
        if (!at && !options.always) return undefined;
        at = at || Amparo.middleOf(geom, feature.geomType);
        return [{
          anchor: anchorAt(at),
          bboxes: [box(at, half, height / 2 + 3)],
          deduplicationKey: text,
          deduplicationDistance: APART,
          draw: function (ctx) {
            ctx.globalAlpha = 1;
            ctx.font = look.font;
            lines.forEach(function (l, i) {
              var y = (i - (lines.length - 1) / 2) * look.size * 1.2 + look.size * 0.35;
              write(ctx, look, l, -widths[i] / 2, y);
            });
          }
        }];
      }
    };
  }

  Amparo.lookAt = function (options, zoom) {
    var size = typeof options.size === "function" ? options.size(zoom) : options.size;
    var style = options.style ? options.style + " " : "";
    return {
      size: size,
      colour: options.colour,
      halo: options.halo,
      font: style + options.weight + " " + size + 'px "' + options.family + '", sans-serif'
    };
  };

  Amparo.breakLines = function (text, chars) {
    if (text.length <= chars) return [text];
    var middle = text.length / 2;
    var best = -1;
    for (var i = text.indexOf(" "); i !== -1; i = text.indexOf(" ", i + 1)) {
      if (best === -1 || Math.abs(i - middle) < Math.abs(best - middle)) best = i;
    }
    return best === -1 ? [text] : [text.slice(0, best), text.slice(best + 1)];
  };

  Amparo.middleOf = function (geom, geomType) {
    if (geomType === 1) return geom[0][0];
    var box = geom[0].reduce(function (b, p) {
      return [Math.min(b[0], p.x), Math.min(b[1], p.y), Math.max(b[2], p.x), Math.max(b[3], p.y)];
    }, [Infinity, Infinity, -Infinity, -Infinity]);
    return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
  };

  Amparo.labelRules = function (base, family) {
    function text(more) {
      return L.extend({ family: family, halo: base.halo, colour: base.street_name }, more);
    }
    function only(names) {
      return function (z, feature) { return names.indexOf(feature.props["class"]) !== -1; };
    }
    function rule(layer, symbolizer, names, minzoom) {
      return { dataLayer: layer, symbolizer: symbolizer, filter: only(names), minzoom: minzoom };
    }
    function grow(from, to) {
      return function (z) { return Amparo.stops([[12, from], [16, to]], z); };
    }
    var place = { colour: base.place_name, weight: 600 };
    return [
      rule("place", atPoint(text(L.extend({ size: grow(14, 15.5), always: true }, place))),
        ["town", "village"]),
      rule("place", atPoint(text(L.extend({ size: grow(12, 14.5) }, place))),
        ["suburb", "hamlet"], 12),
      rule("street", alongLine(text({ size: 13, weight: 600 })), ["main"], 13),
      rule("place", atPoint(text({ size: 13, weight: 500 })), ["locality", "peak"], 14),
      rule("street", alongLine(text({ size: 12.5, weight: 500 })), ["street"], 15),
      rule("water", alongLine(text({
        size: 13, weight: 500, style: "italic", colour: base.water_name, halo: base.water
      })), ["river", "canal"], 13),
      rule("water", alongLine(text({
        size: 12, weight: 500, style: "italic", colour: base.water_name
      })), ["stream"], 15),
      rule("water", atPoint(text({
        size: 13, weight: 500, style: "italic", colour: base.water_name, halo: base.water
      })), ["lake"], 13),
      rule("street", alongLine(text({ size: 12, weight: 500 })), ["path"], 16),
      rule("street", alongLine(text({ size: 12, weight: 500 })), ["lane"], 17)
    ];
  };
})(window.Amparo);
