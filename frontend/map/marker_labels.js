// @ts-check
/*
 * Labels beside signs: services, safe zones, zones, minutes. Each tries the sides of its sign in
 * turn and is hidden where every side is occupied; the sign still has its tooltip. What signs,
 * labels and routes occupy is published, so that labels of the base map avoid it.
 */
(function (Amparo) {
  "use strict";

  const GAP = 3;               // px between a sign and its label
  const ROUTE_HALF_WIDTH = 9;  // px on each side of a route that its casing covers
  const ROUTE_STEP = 10;       // px between the boxes that stand for a route
  const MAX_GAPS_IN_VIEW = 24; // with a number, the largest; the others at a higher zoom
  // Placed in this order.
  const ORDER = ["chip", "chosen", "start", "gap", "door", "safe", "zone"];

  /** @type {PlacedItem[]} */
  let items = [];              // in drawing order
  let isWaiting = false;
  let gapsInView = 0;          // looked at while labels are arranged

  Amparo.occupied = { zoom: -1, boxes: [], texts: [] };

  /** @param {PlacedItem} item */
  function rank(item) {
    const index = ORDER.indexOf(item.look.split(" ")[0]);
    return index === -1 ? ORDER.length : index;
  }

  Amparo.addPlacedItem = function (item) {
    items.push(item);
    Amparo.arrangeSoon();
  };

  Amparo.removePlacedItem = function (layer) {
    items = items.filter((item) => item.layer !== layer);
    Amparo.arrangeSoon();
  };

  /* Whether some gaps have no number for being too many: which ones depends on what is in view. */
  Amparo.hasMoreGaps = function () {
    return items.filter((item) => item.look === "gap").length > MAX_GAPS_IN_VIEW;
  };

  /* Arrange labels in the next animation frame, once. */
  Amparo.arrangeSoon = function () {
    if (isWaiting) return;
    isWaiting = true;
    window.requestAnimationFrame(() => {
      isWaiting = false;
      if (Amparo.map) arrange(Amparo.map);
    });
  };

  /**
   * @param {PixelBox} a
   * @param {PixelBox} b
   */
  function overlap(a, b) {
    return a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY;
  }

  Amparo.isFree = function (box, zoom) {
    if (Amparo.occupied.zoom !== zoom) return true;
    return !Amparo.occupied.boxes.some((other) => overlap(box, other));
  };

  /**
   * @param {PixelPoint} at
   * @param {number} halfWidth
   * @param {number} halfHeight
   * @returns {PixelBox}
   */
  function boxAround(at, halfWidth, halfHeight) {
    return { minX: at.x - halfWidth, maxX: at.x + halfWidth,
             minY: at.y - halfHeight, maxY: at.y + halfHeight };
  }

  /**
   * Boxes along a route.
   *
   * @param {L.Map} map
   * @param {L.Polyline} layer
   */
  function routeBoxes(map, layer) {
    /** @type {PixelBox[]} */
    const boxes = [];
    /** @param {any} part */
    function addPart(part) {
      if (!Array.isArray(part)) return;
      if (Array.isArray(part[0])) { part.forEach(addPart); return; }
      const points = part.map((latlng) => map.project(latlng));
      for (let i = 1; i < points.length; i++) {
        const a = points[i - 1], b = points[i];
        const steps = Math.max(1, Math.ceil(b.distanceTo(a) / ROUTE_STEP));
        for (let s = 0; s <= steps; s++) {
          const at = a.add(b.subtract(a).multiplyBy(s / steps));
          boxes.push(boxAround(at, ROUTE_HALF_WIDTH, ROUTE_HALF_WIDTH));
        }
      }
    }
    const latlngs = layer.getLatLngs();
    addPart(Array.isArray(latlngs[0]) ? latlngs : [latlngs]);
    return boxes;
  }

  /**
   * Where a label may stand: offsets of its centre from its point, in the order tried.
   *
   * @param {PlacedItem} item
   * @param {number} w
   * @param {number} h
   */
  function candidateOffsets(item, w, h) {
    const look = item.look.split(" ")[0];
    if (look === "gap") {
      return [[0, 0], [0, -h], [0, h], [-w, 0], [w, 0], [-w, -h], [w, -h], [-w, h], [w, h]];
    }
    if (!item.clear) return [[0, 0]];
    const down = item.clear + GAP + h;
    const over = item.clear + GAP + 2 + w;
    if (look === "chip") return ringOffsets(item, w + item.clear + GAP, h + item.clear + GAP);
    if (look === "chosen") return [[0, -down], [0, down], [over, 0], [-over, 0]];
    if (look === "start") return [[-over, 0], [over, 0], [0, -down], [0, down]];
    return [[0, down], [over, 0], [-over, 0], [0, -down]];
  }

  /**
   * Minutes avoid both routes: near their own, on the side away from the other.
   *
   * @param {PlacedItem} item
   * @param {number} over
   * @param {number} down
   */
  function ringOffsets(item, over, down) {
    const away = item.away ? Math.atan2(item.away[1], item.away[0]) : Math.PI / 2;
    return [1, 1.3, 1.7, 2.2, 3].flatMap((far) => Array.from({ length: 16 }, (_, i) => {
      // 0, then a little to one side, a little to the other, and so on round
      const angle = away + (i % 2 ? 1 : -1) * Math.ceil(i / 2) * Math.PI / 8;
      return [Math.cos(angle) * over * far, Math.sin(angle) * down * far];
    }));
  }

  /** @param {PlacedItem} item */
  function mustShow(item) {
    return /^(chip|chosen|start)/.test(item.look);
  }

  /**
   * @param {L.Map} map
   * @param {PixelPoint} at
   * @param {number} w
   * @param {number} h
   */
  function isInView(map, at, w, h) {
    const view = map.getPixelBounds();
    const min = /** @type {L.Point} */ (view.min), max = /** @type {L.Point} */ (view.max);
    return at.x - w >= min.x && at.x + w <= max.x && at.y - h >= min.y && at.y + h <= max.y;
  }

  /**
   * @param {L.Map} map
   * @param {PlacedItem} item
   * @param {PixelBox[]} boxes
   */
  function placeLabel(map, item, boxes) {
    const element = item.layer.getElement();
    if (!element) return;
    const text = element.firstChild;
    text.classList.remove("alone");
    if (item.look === "gap" && !isAmongLargest(map, item)) {
      text.style.visibility = "hidden";
      return;
    }
    if (placeText(map, item, text, boxes)) return;
    // Numbers come in the order of people: a large gap has its name, too, and of the small ones
    // between others the number stays alone, or comes at a higher zoom.
    if (!text.querySelector("small")) return;
    text.classList.add("alone");
    placeText(map, item, text, boxes);
  }

  /**
   * @param {L.Map} map
   * @param {PlacedItem} item
   * @param {any} text
   * @param {PixelBox[]} boxes
   */
  function placeText(map, item, text, boxes) {
    const w = text.offsetWidth / 2;
    const h = text.offsetHeight / 2;
    const at = map.project(item.layer.getLatLng());
    const offsets = candidateOffsets(item, w, h);
    const free = offsets.filter((offset) => {
      const box = boxAround({ x: at.x + offset[0], y: at.y + offset[1] }, w + 1, h - 1);
      return !boxes.some((other) => overlap(box, other));
    });
    // What is in view has its label in view, if there is a side for it.
    const inView = free.find((offset) =>
      isInView(map, { x: at.x + offset[0], y: at.y + offset[1] }, w, h));
    const chosen = inView || free[0] || (mustShow(item) ? offsets[0] : null);
    text.style.visibility = chosen ? "visible" : "hidden";
    if (!chosen) return false;
    text.style.transform =
      "translate(-50%,-50%) translate(" + chosen[0] + "px," + chosen[1] + "px)";
    boxes.push(boxAround({ x: at.x + chosen[0], y: at.y + chosen[1] }, w, h));
    return true;
  }

  /**
   * Whether a gap is among the largest ones in view; what is out of view is not counted.
   *
   * @param {L.Map} map
   * @param {PlacedItem} item
   */
  function isAmongLargest(map, item) {
    if (!isInView(map, map.project(item.layer.getLatLng()), 0, 0)) return true;
    gapsInView += 1;
    return gapsInView <= MAX_GAPS_IN_VIEW;
  }

  /** @param {L.Map} map */
  function arrange(map) {
    gapsInView = 0;
    /** @type {PixelBox[]} */
    const boxes = [];
    items.filter((item) => item.kind === "sign").forEach((item) => {
      const element = item.layer.getElement();
      if (!element || !element.firstChild) return;
      const half = element.firstChild.offsetWidth / 2;
      boxes.push(boxAround(map.project(item.layer.getLatLng()), half, half));
    });
    items.filter((item) => item.kind === "route").forEach((item) => {
      boxes.push(...routeBoxes(map, item.layer));
    });
    items.filter((item) => item.kind === "label")
      .sort((a, b) => rank(a) - rank(b))
      .forEach((item) => placeLabel(map, item, boxes));
    publish(map.getZoom(), boxes);
  }

  /**
   * Labels of the base map are laid out again only where what they must avoid has changed.
   *
   * @param {number} zoom
   * @param {PixelBox[]} boxes
   */
  function publish(zoom, boxes) {
    const before = JSON.stringify(Amparo.occupied);
    Amparo.occupied = {
      zoom: zoom,
      texts: items.map((item) => item.text),
      boxes: boxes.map((box) => ({
        minX: Math.round(box.minX), maxX: Math.round(box.maxX),
        minY: Math.round(box.minY), maxY: Math.round(box.maxY)
      }))
    };
    if (JSON.stringify(Amparo.occupied) === before || !Amparo.base) return;
    Amparo.base.names.clearLayout();
    Amparo.base.names.rerenderTiles();
  }
})(window.Amparo);
