// @ts-check
/*
 * The boundary of the community, as a line that is not interactive.
 */
(function (Draw) {
  "use strict";

  if (!Draw.pageData.boundary) return;
  L.geoJSON(Draw.pageData.boundary, {
    pane: "amparo-boundary", interactive: false, pmIgnore: true,
    style: { color: Draw.palette.soft, weight: 2, dashArray: "2 6", fill: false }
  }).addTo(Draw.map);
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
