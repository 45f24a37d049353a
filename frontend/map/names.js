/*
 * Names on the base map. A street's name runs along the straightest stretch that holds it, and
 * bends letter by letter where no stretch is straight; places and lakes stand level.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var STEP = 6;            // px between the places where a name is tried along its line
  var STRAIGHT = 2.2;      // px a line may leave the chord and still carry level letters
  var BENT = 0.62;         // radians a line may turn under one name
  var APART = 340;         // px between two writings of one name
  var HALO = 4.4;          // px of stroke under the letters

  function walk(points) {
    var at = [0];
    for (var i = 1; i < points.length; i++) {
      at.push(at[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
    }
    return { points: points, at: at, length: at[at.length - 1] };
  }

  function pointAt(line, distance) {
    var low = 0;
    var high = line.at.length - 1;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (line.at[middle] <= distance) low = middle;
      else high = middle;
    }
    var span = line.at[high] - line.at[low] || 1;
    var share = Math.max(0, Math.min(1, (distance - line.at[low]) / span));
    var a = line.points[low];
    var b = line.points[high];
    return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  }

  /* Points of a stretch, a few px apart, with how far they leave its chord and how much it turns. */
  function stretch(line, from, to) {
    var count = Math.max(4, Math.ceil((to - from) / 12));
    var points = [];
    for (var i = 0; i <= count; i++) points.push(pointAt(line, from + (to - from) * i / count));
    var first = points[0];
    var last = points[count];
    var chord = Math.hypot(last.x - first.x, last.y - first.y) || 1;
    var leaves = 0;
    var turns = 0;
    for (i = 1; i < count; i++) {
      var p = points[i];
      leaves = Math.max(leaves, Math.abs(
        (last.x - first.x) * (first.y - p.y) - (first.x - p.x) * (last.y - first.y)) / chord);
      var before = Math.atan2(p.y - points[i - 1].y, p.x - points[i - 1].x);
      var after = Math.atan2(points[i + 1].y - p.y, points[i + 1].x - p.x);
      var turn = Math.abs(after - before);
      turns = Math.max(turns, Math.min(turn, 2 * Math.PI - turn));
    }
    return { points: points, leaves: leaves, turns: turns, chord: chord, from: from, to: to };
  }

  /* Stretches that can hold a text, best first. */
  function candidates(line, width) {
    var found = [];
    var needed = width + 10;
    for (var from = 0; from + needed <= line.length; from += STEP) {
      var s = stretch(line, from, from + needed);
      var whole = Math.abs(Math.atan2(s.points[s.points.length - 1].y - s.points[0].y,
        s.points[s.points.length - 1].x - s.points[0].x));
      if (s.chord < needed * 0.9 || s.turns > BENT / 2) continue;
      var middle = Math.abs(from + needed / 2 - line.length / 2) / line.length;
      s.level = s.leaves <= STRAIGHT;
      s.rank = s.leaves + 4 * middle + (s.level ? 0 : 6) + (Math.abs(whole - Math.PI / 2) < 0.35 ? 2 : 0);
      found.push(s);
    }
    found.sort(function (a, b) { return a.rank - b.rank; });
    var kept = [];
    found.forEach(function (s) {
      var free = kept.every(function (k) { return Math.abs(k.from - s.from) > APART; });
      if (free && kept.length < 4) kept.push(s);
    });
    return kept;
  }

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
    var line = walk(points);
    var start = (line.length - width) / 2;
    // Every halo first, or one letter's halo would eat the letter before it.
    ["stroke", "fill"].forEach(function (pass) {
      for (var i = 0; i < text.length; i++) {
        var left = ctx.measureText(text.slice(0, i)).width;
        var own = ctx.measureText(text[i]).width;
        var here = pointAt(line, start + left + own / 2);
        var back = pointAt(line, Math.max(0, start + left + own / 2 - look.size));
        var ahead = pointAt(line, Math.min(line.length, start + left + own / 2 + look.size));
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
          candidates(walk(part), width).forEach(function (s) {
            var points = upright(s);
            var anchor = anchorAt(s.points[s.points.length >> 1]);
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

  /* Names of places: level and centred; long ones in two lines. */
  function atPoint(options) {
    return {
      place: function (layout, geom, feature) {
        var text = feature.props.name;
        if (!text) return undefined;
        var look = Amparo.lookAt(options, layout.zoom);
        layout.scratch.font = look.font;
        var lines = Amparo.breakLines(text, options.chars || 18);
        var widths = lines.map(function (l) { return layout.scratch.measureText(l).width; });
        var half = Math.max.apply(null, widths) / 2 + 4;
        var height = lines.length * look.size * 1.2;
        var at = Amparo.middleOf(geom, feature.geomType);
        return [{
          anchor: anchorAt(at),
          bboxes: [{ minX: at.x - half, minY: at.y - height / 2 - 3,
                     maxX: at.x + half, maxY: at.y + height / 2 + 3 }],
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
      rule("place", atPoint(text(L.extend({ size: grow(14, 15.5) }, place))), ["town", "village"]),
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
