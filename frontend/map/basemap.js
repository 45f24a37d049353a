// @ts-check
/*
 * The base map: paint rules of protomaps-leaflet for the land, water, buildings and streets of our
 * own vector tiles. Labels are in basemap_labels.js; their pane lies above the risk areas.
 */
(function (Amparo) {
  "use strict";

  // Line widths in px by class, as stops of [zoom, width]; geo/cartography/style.json has them.
  /** @type {Record<string, number[][]>} */
  let lineWidths = {};

  /* Interpolate between stops of [zoom, value]; beyond the ends the value stays. */
  Amparo.interpolate = function (stops, z) {
    const last = stops.length - 1;
    if (z <= stops[0][0]) return stops[0][1];
    if (z >= stops[last][0]) return stops[last][1];
    let i = 0;
    while (stops[i + 1][0] < z) i++;
    const share = (z - stops[i][0]) / (stops[i + 1][0] - stops[i][0]);
    return stops[i][1] + share * (stops[i + 1][1] - stops[i][1]);
  };

  /**
   * @param {string} name
   * @param {number} z
   */
  function widthAt(name, z) {
    return Amparo.interpolate(lineWidths[name], z);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {PixelPoint[][]} geom
   */
  function trace(ctx, geom) {
    ctx.beginPath();
    geom.forEach(function (part) {
      part.forEach(function (point, i) {
        if (i === 0) ctx.moveTo(point.x, point.y);
        else ctx.lineTo(point.x, point.y);
      });
    });
  }

  /** @param {string} colour */
  function fill(colour) {
    return {
      draw: (/** @type {CanvasRenderingContext2D} */ ctx,
             /** @type {PixelPoint[][]} */ geom) => {
        trace(ctx, geom);
        ctx.globalAlpha = 1;
        ctx.fillStyle = colour;
        ctx.fill("evenodd");
      }
    };
  }

  /**
   * @typedef {object} Stroke
   * @property {string} colour
   * @property {(z: number) => number} width
   * @property {CanvasLineCap} [cap]
   * @property {(z: number) => number[]} [dash]
   */

  /** @param {Stroke} look */
  function stroke(look) {
    return {
      draw: (/** @type {CanvasRenderingContext2D} */ ctx, /** @type {PixelPoint[][]} */ geom,
             /** @type {number} */ z) => {
        trace(ctx, geom);
        ctx.globalAlpha = 1;
        ctx.strokeStyle = look.colour;
        ctx.lineWidth = look.width(z);
        ctx.lineCap = look.cap || "round";
        ctx.lineJoin = "round";
        ctx.setLineDash(look.dash ? look.dash(z) : []);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    };
  }

  /**
   * @typedef {{ props: Record<string, any>, geomType: number }} Feature
   * @typedef {(z: number, feature: Feature) => boolean} Filter
   * @param {string} layer
   * @param {object} symbolizer
   * @param {Filter} [filter]
   * @param {number} [minzoom]
   */
  function rule(layer, symbolizer, filter, minzoom) {
    return { dataLayer: layer, symbolizer: symbolizer, filter: filter, minzoom: minzoom };
  }

  /**
   * @typedef {(feature: Feature) => boolean} Condition
   * @param {string} name
   * @param {Condition} [more]
   * @returns {Filter}
   */
  function ofClass(name, more) {
    return (_, feature) => {
      return feature.props["class"] === name && (!more || more(feature));
    };
  }

  /** @param {Feature} feature */
  function isPolygon(feature) {
    return feature.geomType === 3;
  }

  /** @param {Feature} feature */
  function isLine(feature) {
    return feature.geomType === 2;
  }

  /** @param {Feature} feature */
  function isNotBridge(feature) {
    return !feature.props.bridge;
  }

  /** @param {Feature} feature */
  function isTrack(feature) {
    return !feature.props.bridge && !feature.props.steps;
  }

  /** @param {Feature} feature */
  function isBridge(feature) {
    return !!feature.props.bridge;
  }

  /** @param {Record<string, string>} base */
  function land(base) {
    const drawn = ["residential", "field", "sand", "wetland", "park", "wood"];
    return drawn.map(function (name) {
      return rule("ground", fill(base[name]), ofClass(name));
    });
  }

  /** @param {Record<string, string>} base */
  function water(base) {
    const rules = [rule("water", fill(base.water), (_, feature) => isPolygon(feature))];
    ["river", "canal", "stream"].forEach(function (name) {
      const size = name === "river" ? "river" : "stream";
      rules.push(rule("water", stroke({
        colour: base.water,
        width: (z) => widthAt(size, z)
      }), ofClass(name, isLine), name === "river" ? 0 : 12));
    });
    return rules;
  }

  /**
   * @param {string} name
   * @param {string} colour
   * @param {number} extra
   * @param {Condition} more
   * @param {number} [minzoom]
   */
  function casing(name, colour, extra, more, minzoom) {
    return rule("street", stroke({
      colour: colour,
      cap: more === isBridge ? "butt" : "round",
      width: (z) => widthAt(name, z) + (1 + extra) * widthAt("casing", z)
    }), ofClass(name, more), minzoom);
  }

  /**
   * @param {string} name
   * @param {string} colour
   * @param {Condition} more
   * @param {number} [minzoom]
   */
  function surface(name, colour, more, minzoom) {
    return rule("street", stroke({
      colour: colour,
      cap: more === isBridge ? "square" : "round", // no seam where the bridge begins
      width: (z) => widthAt(name, z)
    }), ofClass(name, more), minzoom);
  }

  /** @param {Record<string, string>} base */
  function paths(base) {
    /** @param {number} z */
    function dashes(z) {
      const w = widthAt("path", z);
      return [w * 2.4, w * 1.9];
    }
    /** @param {number} z */
    function rungs(z) {
      const w = widthAt("path", z);
      return [w * 0.7, w * 0.7];
    }
    /** @param {Feature} feature */
    function steps(feature) {
      return !!feature.props.steps;
    }
    /** @type {Stroke} */
    const track = { colour: base.path, cap: "butt", dash: dashes,
                  width: (z) => widthAt("path", z) };
    /** @type {Stroke} */
    const stairs = { colour: base.path, cap: "butt", dash: rungs,
                   width: (z) => widthAt("path", z) * 2.2 };
    return [
      rule("street", stroke(track), ofClass("path", isTrack), 13),
      rule("street", stroke(stairs), ofClass("path", steps), 15),
      rule("street", stroke(track), ofClass("path", steps), 13)
    ];
  }

  /** @param {Record<string, string>} base */
  function footbridges(base) {
    /** @param {number} extra */
    function wide(extra) {
      return (/** @type {number} */ z) => { return widthAt("path", z) + extra; };
    }
    return [
      rule("street", stroke({ colour: base.bridge_casing, cap: "butt", width: wide(5) }),
        ofClass("path", isBridge), 14),
      rule("street", stroke({ colour: base.road, cap: "butt", width: wide(2.4) }),
        ofClass("path", isBridge), 14)
    ];
  }

  /** @param {Record<string, string>} base */
  function streets(base) {
    let rules = [rule("street", stroke({
      colour: base.rail, cap: "butt",
      width: (z) => widthAt("rail", z),
      dash: (z) => [widthAt("rail", z) * 5, widthAt("rail", z) * 1.5]
    }), ofClass("rail"))];
    rules = rules.concat(paths(base));
    rules.push(casing("lane", base.casing, 0, isNotBridge, 13));
    rules.push(casing("street", base.casing, 0, isNotBridge, 12));
    rules.push(casing("main", base.main_casing, 0.2, isNotBridge));
    rules.push(surface("lane", base.road, isNotBridge, 12));
    rules.push(surface("street", base.road, isNotBridge));
    rules.push(surface("main", base.road, isNotBridge));
    rules = rules.concat(footbridges(base));
    // A bridge lies over whatever it crosses, and shows it.
    ["lane", "street", "main"].forEach(function (name) {
      rules.push(casing(name, base.bridge_casing, 0.9, isBridge, 12));
    });
    ["lane", "street", "main"].forEach(function (name) {
      rules.push(surface(name, base.road, isBridge, 12));
    });
    return rules;
  }

  Amparo.paintRules = function (base, widths) {
    lineWidths = widths;
    return land(base).concat(
      water(base),
      [rule("building", fill(base.building), undefined, 14)],
      streets(base)
    );
  };

  /* Add both layers to a map: the base map, and its labels above the risk areas. */
  Amparo.addBasemap = function (map, options) {
    /**
     * @param {string} pane
     * @param {object} more
     */
    function layer(pane, more) {
      return protomapsL.leafletLayer(Object.assign({
        url: options.tiles,
        attribution: "",
        maxDataZoom: options.zooms[2],
        maxZoom: options.zooms[1],
        pane: pane,
        keepBuffer: 3,
        updateWhenZooming: false
      }, more));
    }
    const palette = options.palette;
    const ground = layer("tilePane", {
      paintRules: Amparo.paintRules(palette.base, palette.widths)
    });
    const names = layer("amparo-names", {
      labelRules: Amparo.labelRules(options.palette.base, options.fonts.family)
    });
    // Both layers share one fetch and one parse of each tile. Requests are not cancelled: a tile of
    // our own server costs less than a second request.
    names.views = ground.views;
    ground.views.forEach((/** @type {any} */ view) => {
      view.tileCache.source.shouldCancelZooms = false;
    });
    ground.addTo(map);
    names.addTo(map);
    // Text whose font is still loading is drawn in another one: draw it again afterwards.
    document.fonts.addEventListener("loadingdone", function () {
      names.clearLayout();
      names.rerenderTiles();
    });
    return { ground: ground, names: names };
  };
})(window.Amparo);
