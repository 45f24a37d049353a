// @ts-check
/*
 * The Leaflet layers of the marks: areas, stretches and points, each with its number.
 */
(function (Draw) {
  "use strict";

  const BAND_WIDTH = 17;      // px, of a stretch of street
  const MIN_SIZE = 36;        // px, of a mark whose vertices a finger can tell apart
  const MAX_FITTED_ZOOM = 17; // where the streets around a mark are still seen
  /** @type {Record<string, { key: string, group: L.FeatureGroup }>} */
  const rendered = {};        // by id; a mark is rendered again when its key changes
  /** @type {string | null} */
  let excluded = null;        // the mark that a mode draws by itself
  /** @type {L.LayerGroup | null} */
  let highlight = null;       // around the mark whose card is open

  /** @param {Mark} mark */
  function hatchingOf(mark) {
    return Draw.palette.hatchings["risk-" + mark.severity];
  }

  /** @param {Mark} mark */
  function dashArray(mark) { return mark.state === "saved" ? undefined : "5 6"; }

  /** @param {Mark} mark */
  function pointsOf(mark) { return Draw.geometryPoints(mark.geometry); }

  /** @param {Mark} mark */
  function riskAreaLayers(mark) {
    const hatching = hatchingOf(mark);
    return [L.polygon(pointsOf(mark), {
      pane: "amparo-risk", color: hatching.rim, weight: hatching.rim_width + 0.6,
      dashArray: dashArray(mark), fillColor: "url(#amparo-risk-" + mark.severity + ")",
      fillOpacity: 1
    })];
  }

  /** @param {Mark} mark */
  function stretchLayers(mark) {
    const hatching = hatchingOf(mark);
    /**
     * @param {number} weight
     * @param {string} color
     * @param {L.PolylineOptions} [options]
     */
    function makeBand(weight, color, options) {
      return L.polyline(pointsOf(mark), Object.assign({
        pane: "amparo-risk", color: color, weight: weight, lineCap: "butt", lineJoin: "round"
      }, options));
    }
    return [
      makeBand(BAND_WIDTH + 2 * hatching.rim_width + 1, hatching.rim,
               { dashArray: dashArray(mark) }),
      makeBand(BAND_WIDTH, Draw.palette.base.ground),
      makeBand(BAND_WIDTH, "url(#amparo-risk-" + mark.severity + ")")
    ];
  }

  /** @param {Mark} mark */
  function safeAreaLayers(mark) {
    const teal = Draw.palette.teal;
    return [
      L.polygon(pointsOf(mark), { pane: "amparo-safe", color: "#fff", weight: 8, fill: false }),
      L.polygon(pointsOf(mark), { pane: "amparo-safe", color: teal, weight: 3,
                                  dashArray: dashArray(mark), fillColor: teal, fillOpacity: 0.18 })
    ];
  }

  /** @param {Mark} mark */
  function pointLayers(mark) {
    const element = Draw.makeElement("div", { className: "door " + mark.kind }, [
      Draw.pictogram(Draw.findCategory(mark.kind, mark.category).sign), makeNumber(mark)
    ]);
    return [L.marker(pointsOf(mark)[0], {
      icon: L.divIcon({ className: "amparo-sign", html: element, iconSize: [0, 0] }),
      keyboard: false, bubblingMouseEvents: true
    })];
  }

  /**
   * The number of a mark once it is saved, three dots before, an exclamation mark if it is refused.
   *
   * @param {Mark} mark
   */
  function makeNumber(mark) {
    const className = "number " + mark.state + (Draw.findTwin(mark) ? " twin" : "");
    const text = mark.state === "refused" ? "!" : mark.number ? String(mark.number) : "…";
    return Draw.makeElement("b", { className: className, text: text });
  }

  /** @param {Mark} mark */
  function labelPosition(mark) {
    const points = pointsOf(mark), crs = /** @type {L.CRS} */ (Draw.map.options.crs);
    return mark.geometry.type === "Polygon" ? L.PolyUtil.polygonCenter(points, crs) :
      L.LineUtil.polylineCenter(points, crs);
  }

  /** @param {Mark} mark */
  function makeNumberMarker(mark) {
    const text = Draw.findTwin(mark) ?
      Draw.makeElement("small", { text: Draw.gettext("twin_chip") }) : null;
    return L.marker(labelPosition(mark), {
      icon: L.divIcon({
        className: "draw-chip" + (mark.twin_of ? " second" : ""),
        html: Draw.makeElement("span", {}, [makeNumber(mark), text]), iconSize: [0, 0]
      }),
      keyboard: false, bubblingMouseEvents: true
    });
  }

  /**
   * @param {Mark} mark
   * @returns {L.Layer[]}
   */
  function layersOf(mark) {
    if (mark.geometry.type === "Point") return pointLayers(mark);
    const label = makeNumberMarker(mark);
    if (mark.kind === "safe_zone") return [...safeAreaLayers(mark), label];
    if (mark.geometry.type === "Polygon") return [...riskAreaLayers(mark), label];
    return [...stretchLayers(mark), label];
  }

  /** @param {Mark} mark */
  function addToMap(mark) {
    const group = L.featureGroup(layersOf(mark));
    group.on("click", (event) => {
      if (Draw.activeMode() !== "idle") return;
      L.DomEvent.stop(/** @type {any} */ (event));
      Draw.openMarkCard(mark.id);
    });
    return group.addTo(Draw.map);
  }

  /** @param {Mark} mark */
  function boundsArea(mark) {
    const bounds = L.latLngBounds(pointsOf(mark));
    return (bounds.getNorth() - bounds.getSouth()) * (bounds.getEast() - bounds.getWest());
  }

  /**
   * Bring small areas in front of large ones, so that a finger reaches them.
   *
   * @param {Mark[]} marks
   */
  function sortLayers(marks) {
    marks.slice().sort((a, b) => boundsArea(b) - boundsArea(a)).forEach((mark) => {
      rendered[mark.id].group.eachLayer((layer) => {
        if (layer instanceof L.Path) layer.bringToFront();
      });
    });
  }

  function render() {
    if (Draw.updatesHeld() || !Draw.map) return;  // nothing comes or goes under a finger
    const marks = Draw.sortedMarks().filter((mark) => !mark.aside && mark.id !== excluded);
    /** @type {Record<string, string>} */
    const keys = {};
    let isChanged = false;
    marks.forEach((mark) => {
      keys[mark.id] = JSON.stringify([mark, !!Draw.findTwin(mark)]);
    });
    Object.keys(rendered).forEach((id) => {
      if (rendered[id].key === keys[id]) return;
      rendered[id].group.remove();
      delete rendered[id];
      isChanged = true;
    });
    marks.forEach((mark) => {
      if (rendered[mark.id]) return;
      rendered[mark.id] = { key: keys[mark.id], group: addToMap(mark) };
      isChanged = true;
    });
    if (isChanged) sortLayers(marks);
  }

  Draw.on("marks-changed", render);

  /* Do not render a mark, because a mode draws it; null renders all. */
  Draw.excludeMark = function (id) {
    excluded = id;
    render();
  };

  /* Highlight a mark; null highlights none. */
  Draw.highlightMark = function (mark) {
    if (highlight) highlight.remove();
    highlight = null;
    if (!mark) return;
    const points = pointsOf(mark), type = mark.geometry.type;
    const options = { pane: "amparo-safest", interactive: false, fill: false,
                      color: Draw.palette.violet, weight: 5 };
    highlight = L.layerGroup().addTo(Draw.map);
    if (type === "Point") {
      highlight.addLayer(L.circleMarker(points[0], Object.assign({ radius: 24 }, options)));
      return;
    }
    const wide = type === "Polygon" ? {} : { weight: BAND_WIDTH + 12, opacity: 0.4 };
    const under = Object.assign({}, options, { color: "#fff", weight: 10 }, wide);
    [under, Object.assign({}, options, wide)].forEach((style) => {
      const layer = type === "Polygon" ? L.polygon(points, style) : L.polyline(points, style);
      /** @type {L.LayerGroup} */ (highlight).addLayer(layer);
    });
  };

  /* Pan a mark into the part of the map that no sheet covers; zoom only if it is too small. */
  Draw.revealMark = function (mark, coveredPx) {
    const map = Draw.map, bounds = L.latLngBounds(pointsOf(mark)), mapSize = map.getSize();
    const padding = {
      animate: false, paddingTopLeft: L.point(40, 76),
      paddingBottomRight: L.point(40, 40 + coveredPx)
    };
    const corner = map.latLngToContainerPoint(bounds.getSouthEast());
    const size = corner.subtract(map.latLngToContainerPoint(bounds.getNorthWest()));
    const fits = size.x <= mapSize.x - 80 && size.y <= mapSize.y - 116 - coveredPx;
    const isSmall = mark.geometry.type !== "Point" && Math.max(size.x, size.y) < MIN_SIZE;
    if (fits && !isSmall) {
      map.panInside(bounds.getNorthWest(), padding);
      map.panInside(bounds.getSouthEast(), padding);
    } else map.fitBounds(bounds, Object.assign({ maxZoom: MAX_FITTED_ZOOM }, padding));
  };

  /* Show all marks of the group on the map. */
  Draw.revealAllMarks = function () {
    const points = Draw.sortedMarks().flatMap(pointsOf);
    if (points.length) {
      Draw.map.fitBounds(L.latLngBounds(points),
                         { animate: false, maxZoom: MAX_FITTED_ZOOM, padding: [40, 76] });
    }
  };
})(window.AmparoDraw);
