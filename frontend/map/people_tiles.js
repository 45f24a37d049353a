// @ts-check
/*
 * The layer of where people live, from tiles of geo/cartography/demand_tiles.py: squares filled by
 * their density, dots at high zooms, and the number of people where the map is touched.
 */
(function (Amparo) {
  "use strict";

  const TILE_PX = 256;
  const SQUARES_PER_SIDE = 32;
  const SQUARE_PX = TILE_PX / SQUARES_PER_SIDE;
  const EQUATOR_M = 40075016.686;    // circumference of Web Mercator
  const M2_PER_HECTARE = 10000;
  const MAX_STORED_TILES = 200;      // a wide screen shows about 20
  const TOUCH_PX = 6;                // beyond the rim of a dot

  /**
   * @typedef {{ squares?: number[], dots?: number[] }} Tile
   * @typedef {{ min: number, max: number, scale: number, fill: string, opacity: number }} DotStyle
   * @typedef {object} PeopleShape
   * @property {string} url
   * @property {[number, string][]} classes
   * @property {DotStyle} dot
   * @property {{ square: string, dot: string, few: string, missing: string, locale: string }} texts
   */

  // Tiles by address: every run of the screen adds a new layer, which asks for the same ones.
  /** @type {Map<string, Promise<Tile | null>>} */
  const tiles = new Map();

  /**
   * Load a tile; null where it cannot be loaded, which is asked for again the next time.
   *
   * @param {string} url
   */
  function load(url) {
    const stored = tiles.get(url);
    if (stored) return stored;
    const oldest = tiles.keys().next();
    if (tiles.size >= MAX_STORED_TILES && !oldest.done) tiles.delete(oldest.value);
    /** @type {Promise<Tile | null>} */
    const loaded = fetch(url)
      .then((answer) => answer.ok ? answer.json() : null)
      .catch(() => null)
      .then((tile) => {
        if (!tile) tiles.delete(url);
        return tile;
      });
    tiles.set(url, loaded);
    return loaded;
  }

  /**
   * Side of a square in metres.
   *
   * @param {number} zoom
   * @param {number} lat
   */
  function squareSide(zoom, lat) {
    const around = EQUATOR_M * Math.cos(lat * Math.PI / 180);
    return around / (Math.pow(2, zoom) * SQUARES_PER_SIDE);
  }

  /**
   * @param {PeopleShape} shape
   * @param {number} perHectare
   */
  function fillOf(shape, perHectare) {
    let fill = shape.classes[0][1];
    shape.classes.forEach(([least, colour]) => { if (perHectare >= least) fill = colour; });
    return fill;
  }

  /**
   * @param {DotStyle} style
   * @param {number} people
   */
  function radiusOf(style, people) {
    return Math.min(style.max, Math.max(style.min, style.scale * Math.sqrt(people)));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {PeopleShape} shape
   * @param {number[]} squares
   * @param {number} side
   */
  function drawSquares(ctx, shape, squares, side) {
    const hectares = side * side / M2_PER_HECTARE;
    for (let i = 0; i < squares.length; i += 3) {
      ctx.fillStyle = fillOf(shape, squares[i + 2] / hectares);
      ctx.fillRect(squares[i] * SQUARE_PX, squares[i + 1] * SQUARE_PX, SQUARE_PX, SQUARE_PX);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {PeopleShape} shape
   * @param {number[]} dots
   */
  function drawDots(ctx, shape, dots) {
    ctx.fillStyle = shape.dot.fill;
    ctx.globalAlpha = shape.dot.opacity;
    for (let i = 0; i < dots.length; i += 3) {
      ctx.beginPath();
      ctx.arc(dots[i], dots[i + 1], radiusOf(shape.dot, dots[i + 2]), 0, 2 * Math.PI);
      ctx.fill();
    }
  }

  /**
   * Mark a tile that is missing: an empty one would say that nobody lives there.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {PeopleShape} shape
   */
  function drawMissing(ctx, shape) {
    ctx.fillStyle = shape.dot.fill;
    ctx.font = "600 13px 'Noto Sans', sans-serif";
    ctx.textAlign = "center";
    ctx.fillText(shape.texts.missing, TILE_PX / 2, TILE_PX / 2, TILE_PX);
  }

  /**
   * The number of people in the square, or of the dot, at a point of a tile; null for none.
   *
   * @param {PeopleShape} shape
   * @param {Tile} tile
   * @param {L.Point} at
   */
  function peopleAt(shape, tile, at) {
    const rows = tile.squares || tile.dots || [];
    const column = Math.floor(at.x / SQUARE_PX), row = Math.floor(at.y / SQUARE_PX);
    let found = null, nearest = Infinity;
    for (let i = 0; i < rows.length; i += 3) {
      if (tile.squares) {
        if (rows[i] === column && rows[i + 1] === row) return rows[i + 2];
        continue;
      }
      const beyond = Math.hypot(rows[i] - at.x, rows[i + 1] - at.y)
        - radiusOf(shape.dot, rows[i + 2]);
      if (beyond > TOUCH_PX || beyond >= nearest) continue;
      nearest = beyond;
      found = rows[i + 2];
    }
    return found;
  }

  /**
   * @param {PeopleShape} shape
   * @param {Tile} tile
   * @param {number} people
   * @param {number} side
   */
  function describe(shape, tile, people, side) {
    const format = new Intl.NumberFormat(shape.texts.locale);
    const number = people < 1 ? shape.texts.few : format.format(Math.round(people));
    const text = tile.squares ? shape.texts.square : shape.texts.dot;
    return text.replace("{people}", number).replace("{side}", format.format(Math.round(side)));
  }

  /* Make the layer of a shape "people". */
  Amparo.makePeopleLayer = function (shape) {
    const PeopleLayer = /** @type {any} */ (L.GridLayer.extend({
      createTile(/** @type {L.Coords} */ coords, /** @type {L.DoneCallback} */ done) {
        const canvas = document.createElement("canvas");
        const ratio = window.devicePixelRatio || 1;
        canvas.width = canvas.height = TILE_PX * ratio;
        load(L.Util.template(shape.url, coords)).then((tile) => {
          const ctx = canvas.getContext("2d");
          if (!ctx) return;
          ctx.scale(ratio, ratio);
          const middle = Amparo.map.unproject(
            L.point(coords.x + 0.5, coords.y + 0.5).multiplyBy(TILE_PX), coords.z
          );
          if (!tile) drawMissing(ctx, shape);
          else if (tile.squares) {
            drawSquares(ctx, shape, tile.squares, squareSide(coords.z, middle.lat));
          } else drawDots(ctx, shape, tile.dots || []);
          done(undefined, canvas);
        });
        return canvas;
      },
      getEvents() {
        const events = L.GridLayer.prototype.getEvents?.call(this) || {};
        return Object.assign(events, { click: tell, zoomstart: () => shown?.remove() });
      },
      onRemove(/** @type {L.Map} */ map) {
        shown?.remove();
        L.GridLayer.prototype.onRemove.call(this, map);
        return this;
      }
    }));
    /** @type {L.Tooltip | undefined} */
    let shown;

    /** @param {L.LeafletMouseEvent} event */
    function tell(event) {
      const map = Amparo.map, zoom = map.getZoom();
      shown?.remove();
      const world = map.project(event.latlng, zoom);
      const x = Math.floor(world.x / TILE_PX), y = Math.floor(world.y / TILE_PX);
      load(L.Util.template(shape.url, { x: x, y: y, z: zoom })).then((tile) => {
        if (!tile) return;
        const people = peopleAt(shape, tile, world.subtract(L.point(x, y).multiplyBy(TILE_PX)));
        if (people === null) return;
        const element = document.createElement("span");
        element.textContent = describe(
          shape, tile, people, squareSide(zoom, event.latlng.lat)
        );
        shown = L.tooltip(event.latlng, {
          content: element, className: "amparo-tip", direction: "top"
        }).addTo(map);
      });
    }

    return new PeopleLayer({
      pane: "amparo-people", tileSize: TILE_PX, updateWhenZooming: false, keepBuffer: 1
    });
  };
})(window.Amparo);
