// @ts-check
/*
 * Opens the map that fills its frame: panes, controls, bounds, size.
 */
(function (Amparo) {
  "use strict";

  const PANES = {
    "amparo-people": 401,
    "amparo-reach": 402,
    "amparo-boundary": 403,
    "amparo-zones": 404,
    "amparo-safe": 405,
    "amparo-risk": 410,
    "amparo-gap": 412,
    "amparo-demand": 415,
    "amparo-names": 425,
    "amparo-direct": 430,
    "amparo-safest": 440,
    "amparo-labels": 620
  };
  /** @type {[number, number]} */
  const PADDING = [26, 44];        // px beside and above the bounds, for labels
  /** @type {[number, number]} */
  const PHONE_PADDING = [24, 34];
  const SCALE_WIDTH = 96;          // px
  const FULL_SIZE_ZOOM = 15;       // from here on signs have their full size
  const FIRST_ZOOM = 14;           // where the frame has no size yet

  let isMoved = false;             // by a person, since the bounds were last set
  /** @type {[LatLngPair, LatLngPair] | null} */
  let shownBounds = null;
  let hasPadding = false;
  let lastRequest = "";

  /** @param {Palette} palette */
  function setColours(palette) {
    const style = document.documentElement.style;
    const names = ["ink", "soft", "paper", "line", "border", "violet", "teal", "tealText",
                   "direct", "gapText"];
    names.forEach((name) => style.setProperty("--amparo-" + name, palette[name]));
    style.setProperty("--amparo-ground", palette.base.ground);
    style.setProperty("--amparo-halo", palette.base.halo);
  }

  /** @param {L.Map} map */
  function fitBounds(map) {
    if (!shownBounds) return;
    const size = map.getSize();
    if (!size.x || !size.y) return;
    const padding = size.x < Amparo.PHONE_WIDTH ? PHONE_PADDING : PADDING;
    map.fitBounds(shownBounds, { animate: false, padding: hasPadding ? padding : [0, 0] });
    isMoved = false;
  }

  /* Show bounds, unless the same were requested before: then the view stays unchanged. */
  Amparo.show = function (bounds, withMargin) {
    const request = JSON.stringify(bounds);
    if (request === lastRequest) return;
    lastRequest = request;
    shownBounds = bounds;
    hasPadding = !!withMargin;
    Amparo.map.closePopup();  // it would move to the edge, cut off; the panel says the same
    fitBounds(Amparo.map);
  };

  /**
   * @param {L.Map} map
   * @param {string} attribution
   */
  function addControls(map, attribution) {
    L.control.zoom({  // the characters need no translation
      position: "topright", zoomInTitle: "+", zoomOutTitle: "−",
      zoomInText: "+", zoomOutText: "−"
    }).addTo(map);
    if (attribution) {
      const control = new L.Control({ position: "bottomright" });
      control.onAdd = () => {
        const element = L.DomUtil.create("div", "amparo-attribution");
        element.textContent = attribution;
        return element;
      };
      control.addTo(map);
    }
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: SCALE_WIDTH }).addTo(map);
  }

  /**
   * Make signs smaller at low zooms, so that those of a village do not hide it.
   *
   * @param {L.Map} map
   */
  function updateSignSize(map) {
    map.getContainer().classList.toggle("amparo-far", map.getZoom() < FULL_SIZE_ZOOM);
    Amparo.arrangeSoon();
  }

  /**
   * @param {L.Map} map
   * @param {Palette} palette
   */
  function listen(map, palette) {
    map.on("dragstart zoomstart", () => { isMoved = true; });
    map.on("zoomend", () => updateSignSize(map));
    map.on("moveend", () => { if (Amparo.hasMoreGaps()) Amparo.arrangeSoon(); });
    updateSignSize(map);
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false, pan: false });
      Amparo.addPatterns(palette.hatchings);
      if (!isMoved) fitBounds(map);
      Amparo.arrangeSoon();
    }).observe(map.getContainer());
  }

  /**
   * Leaflet measures its element at once, when the style sheet may not be loaded.
   *
   * @param {string} id
   */
  function fillFrame(id) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    element.style.cssText = "position:fixed;top:0;left:0;width:100%;height:100%;margin:0";
  }

  /* Let the quick exit of the screen around this frame hear the keys that are pressed here. */
  function shareKeys() {
    if (window.parent !== window) window.parent.AmparoQuickExit?.listen(window);
  }

  /* Open the map in an element. */
  Amparo.open = function (id, options) {
    fillFrame(id);
    shareKeys();
    setColours(options.palette);
    Amparo.addPatterns(options.palette.hatchings);
    /** @type {any} */ (L.Renderer).mergeOptions({ padding: 0.4 });
    const map = L.map(id, {
      zoomControl: false,
      attributionControl: false,
      trackResize: false,
      zoomSnap: 1,
      minZoom: options.zooms[0],
      maxZoom: options.zooms[1],
      doubleClickZoom: !options.steady,
      maxBounds: options.limits || undefined,
      maxBoundsViscosity: 0.8,
      bounceAtZoomLimits: false
    });
    Amparo.map = map;
    Object.entries(PANES).forEach(([name, zIndex]) => {
      map.createPane(name).style.zIndex = String(zIndex);
    });
    /** @type {HTMLElement} */ (map.getPane("amparo-labels")).style.pointerEvents = "none";
    addControls(map, options.attribution);
    map.setView(L.latLngBounds(options.view).getCenter(), FIRST_ZOOM);
    Amparo.show(options.view, false);
    listen(map, options.palette);
    function addBasemap() {
      Amparo.base = Amparo.addBasemap(map, options);
      Amparo.arrangeSoon();
    }
    Amparo.loadFonts(options.fonts).then(addBasemap, addBasemap);  // in another font where it fails
    return map;
  };
})(window.Amparo);
