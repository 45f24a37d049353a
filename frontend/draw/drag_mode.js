// @ts-check
/*
 * The mode that moves a mark without changing its shape: it is dragged, or it stays under the
 * crosshair while the map moves.
 */
(function (Draw) {
  "use strict";

  /** @type {string | null} */
  let id = null;
  /** @type {any} */
  let preview = null;      // the mark as it would lie

  function mark() { return Draw.marks()[id || ""]; }

  function isPoint() { return mark().geometry.type === "Point"; }

  function makePreview() {
    const points = Draw.geometryPoints(mark().geometry);
    if (isPoint()) {
      const element = Draw.makeElement("div", { className: "door chosen" }, [
        Draw.pictogram(Draw.findCategory(mark().kind, mark().category).sign)
      ]);
      const icon = L.divIcon({ className: "amparo-sign", html: element, iconSize: [0, 0] });
      return L.marker(points[0], { icon: icon, keyboard: false });
    }
    const isArea = Draw.geometryForm(mark().geometry) === "area";
    const options = {
      pane: "amparo-safest", color: Draw.palette.violet, dashArray: "8 7",
      weight: isArea ? 4 : 14, fillColor: Draw.palette.violet, fillOpacity: 0.16
    };
    return isArea ? L.polygon(points, options) : L.polyline(points, options);
  }

  /** @returns {LatLngPair[]} */
  function previewPoints() {
    if (isPoint()) return [[preview.getLatLng().lat, preview.getLatLng().lng]];
    let ring = preview.getLatLngs();
    if (Array.isArray(ring[0])) ring = ring[0];
    return ring.map((/** @type {L.LatLng} */ point) => [point.lat, point.lng]);
  }

  function followCrosshair() {
    if (Draw.updatesHeld()) return;
    const moved = Draw.moveGeometry(mark().geometry, Draw.crosshairPosition());
    const points = Draw.geometryPoints(moved);
    if (isPoint()) preview.setLatLng(points[0]);
    else preview.setLatLngs(points);
  }

  function save() {
    const form = Draw.geometryForm(mark().geometry);
    const geometry = Draw.pointsToGeometry(form, previewPoints());
    Draw.changeMark(/** @type {string} */ (id), Object.assign({}, mark(), { geometry: geometry }));
    Draw.resumeUpdates();
    Draw.setMode("idle");
  }

  Draw.on("mark-replaced", (change) => { if (change.from === id) id = change.to; });

  Draw.on("marks-changed", () => {
    if (Draw.activeMode() !== "drag" || mark()) return;
    Draw.emit("notice", Draw.gettext("gone"));
    Draw.setMode("idle");
  });

  Draw.defineMode("drag", {
    start: (args) => {
      id = args.id;
      Draw.excludeMark(id);
      Draw.revealMark(mark(), 0);
      Draw.centerOn(Draw.boundsCenter(Draw.geometryPoints(mark().geometry)));
      preview = makePreview().addTo(Draw.map);
      preview.pm.enableLayerDrag();
      preview.on("pm:dragstart", Draw.holdUpdates);
      preview.on("pm:dragend", save);
      Draw.map.on("move", followCrosshair);
    },
    end: () => {
      Draw.map.off("move", followCrosshair);
      preview.remove();
      preview = null;
      Draw.resumeUpdates();
      Draw.excludeMark(null);
      id = null;
    },
    showsCrosshair: () => true,
    bar: () => ({
      title: Draw.gettext("carry"),
      search: Draw.openLocationSearch,
      main: { action: "put", icon: "target", label: Draw.gettext("put_here"), press: save },
      secondary: [{ action: "give-up", icon: "close", label: Draw.gettext("leave_it"),
                    press: () => Draw.setMode("idle") }]
    })
  });
})(window.AmparoDraw);
