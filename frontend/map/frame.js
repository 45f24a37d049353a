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
  var MARGIN = 24;       // px around what is shown
  var SCALE_WIDTH = 96;  // px

  var touched = false;   // has somebody moved the map since it was last told what to show?
  var shown = null;
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
    map.fitBounds(shown, { animate: false, padding: [MARGIN, MARGIN] });
    touched = false;
  }

  /* Show these bounds, unless they were asked for before: then the map stays where it is. */
  Amparo.show = function (bounds) {
    var asked = JSON.stringify(bounds);
    if (asked === told) return;
    told = asked;
    shown = bounds;
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

  function follow(map, palette) {
    map.on("dragstart zoomstart", function () { touched = true; });
    map.on("zoomend", Amparo.arrangeSoon);
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

  /* Open the map in a div; geo/maps/canvas.py says what the options are. */
  Amparo.open = function (id, options) {
    settle(id);
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
    map.setView(L.latLngBounds(options.view).getCenter(), options.zooms[0] + 5);
    Amparo.show(options.view);
    options.fontsLoaded = Amparo.loadFonts(options.fonts);
    options.fontsLoaded.then(Amparo.arrangeSoon);
    Amparo.base = Amparo.addBasemap(map, options);
    follow(map, options.palette);
    return map;
  };
})(window.Amparo);
