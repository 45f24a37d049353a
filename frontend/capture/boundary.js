/*
 * The edge of the community, as a line that no finger can catch.
 */
(function (Draw) {
  "use strict";

  if (!Draw.told.boundary) return;
  L.geoJSON(Draw.told.boundary, {
    pane: "amparo-boundary", interactive: false, pmIgnore: true,
    style: { color: Draw.colours.soft, weight: 2, dashArray: "2 6", fill: false }
  }).addTo(Draw.map);
})(window.AmparoDraw);
