/*
 * The map in its frame: size, panes, controls, what is shown first.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  var PANES = {
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
  var MARGIN = [26, 44];        // px beside and above what is shown: room for texts and chips
  var NARROW_MARGIN = [24, 34]; // the same on phones
  var SCALE_WIDTH = 96;  // px
  var NEAR_ZOOM = 15;    // from here on signs have their full size
  var FIRST_ZOOM = 14;   // where the frame has no size yet

  var touched = false;   // has somebody moved the map since it was last told what to show?
  var shown = null;
  var roomy = false;
  var told = null;

  function colours(palette) {
    var names = ["ink", "soft", "paper", "line", "border", "violet", "teal", "tealText", "direct",
                 "gapText"];
    names.forEach(function (name) {
      document.documentElement.style.setProperty("--amparo-" + name, palette[name]);
    });
    document.documentElement.style.setProperty("--amparo-ground", palette.base.ground);
    document.documentElement.style.setProperty("--amparo-halo", palette.base.halo);
  }

  function fit(map) {
    if (!shown) return;
    var size = map.getSize();
    if (!size.x || !size.y) return;
    var padding = size.x < Amparo.PHONE_WIDTH ? NARROW_MARGIN : MARGIN;
    map.fitBounds(shown, { animate: false, padding: roomy ? padding : [0, 0] });
    touched = false;
  }

  /* Show these bounds, unless they were asked for before: then the map stays where it is. */
  Amparo.show = function (bounds, withMargin) {
    var asked = JSON.stringify(bounds);
    if (asked === told) return;
    told = asked;
    shown = bounds;
    roomy = !!withMargin;
    fit(Amparo.map);
  };

  function text(position, className, words) {
    var control = L.control({ position: position });
    control.onAdd = function () {
      var div = L.DomUtil.create("div", className);
      div.textContent = words;
      return div;
    };
    return control;
  }

  function controls(map, words) {
    // The signs say it in every language.
    L.control.zoom({
      position: "topright", zoomInTitle: "+", zoomOutTitle: "−",
      zoomInText: "+", zoomOutText: "−"
    }).addTo(map);
    if (words) text("bottomright", "amparo-attribution", words).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: SCALE_WIDTH }).addTo(map);
  }

  /* Seen from afar signs are smaller, so that a village's doors do not hide the village. */
  function far(map) {
    map.getContainer().classList.toggle("amparo-far", map.getZoom() < NEAR_ZOOM);
    Amparo.arrangeSoon();
  }

  function follow(map, palette) {
    map.on("dragstart zoomstart", function () { touched = true; });
    map.on("zoomend", function () { far(map); });
    far(map);
    new ResizeObserver(function () {
      map.invalidateSize({ animate: false, pan: false });
      Amparo.addPatterns(palette.hatchings);
      if (!touched) fit(map);
      Amparo.arrangeSoon();
    }).observe(map.getContainer());
  }

  function settle(id) {
    // Leaflet measures its div at once, and the style sheet may still be on its way.
    var div = document.getElementById(id);
    div.style.cssText = "position:fixed;top:0;left:0;width:100%;height:100%;margin:0";
    return div;
  }

  /* Keys pressed in this frame mean the same as on the screen around it: see exit/leave.js. */
  function tellTheScreen() {
    var around = window.parent !== window && window.parent.AmparoLeaving;
    if (around) around.hear(window);
  }

  /* Open the map in a div; geo/cartography/offline_map.py says what the options are. */
  Amparo.open = function (id, options) {
    settle(id);
    tellTheScreen();
    colours(options.palette);
    Amparo.addPatterns(options.palette.hatchings);
    L.Renderer.mergeOptions({ padding: 0.4 });
    var map = L.map(id, {
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
    Object.keys(PANES).forEach(function (name) {
      map.createPane(name).style.zIndex = PANES[name];
    });
    map.getPane("amparo-labels").style.pointerEvents = "none";
    controls(map, options.attribution);
    map.setView(L.latLngBounds(options.view).getCenter(), FIRST_ZOOM);
    Amparo.show(options.view, false);
    follow(map, options.palette);
    function addBasemap() {
      Amparo.base = Amparo.addBasemap(map, options);
      Amparo.arrangeSoon();
    }
    // A map in another font is better than none.
    Amparo.loadFonts(options.fonts).then(addBasemap, addBasemap);
    return map;
  };
})(window.Amparo);
