// @ts-check
/*
 * The mode that edits the vertices of a mark: by finger, or one by one under the crosshair. Each
 * change is queued when the finger lifts.
 */
(function (Draw) {
  "use strict";

  /** @type {string | null} */
  let id = null;
  /** @type {any} */
  let layer = null;        // that Geoman edits
  /** @type {number | null} */
  let selected = null;     // index of a vertex

  function mark() { return Draw.marks()[id || ""]; }

  function form() { return Draw.geometryForm(mark().geometry); }

  /** @returns {LatLngPair[]} */
  function layerPoints() {
    let ring = layer.getLatLngs();
    if (Array.isArray(ring[0])) ring = ring[0];
    return ring.map((/** @type {L.LatLng} */ point) => [point.lat, point.lng]);
  }

  /** @param {LatLngPair[]} points */
  function save(points) {
    const isTangled = form() === "area" && !!Draw.findCrossing(points);
    const sound = isTangled ? Draw.untangleRing(points) : points;
    const geometry = Draw.pointsToGeometry(form(), sound);
    Draw.changeMark(/** @type {string} */ (id), Object.assign({}, mark(), { geometry: geometry }));
    if (!isTangled) return;
    Draw.emit("notice", Draw.gettext("untangled"));
    buildLayer();
  }

  function handleDragEnd() {
    save(layerPoints());
    Draw.resumeUpdates();
    Draw.updateBar();
  }

  function buildLayer() {
    if (layer) layer.remove();
    const points = Draw.geometryPoints(mark().geometry);
    const options = {
      color: Draw.palette.violet, weight: 4, fillColor: Draw.palette.violet, fillOpacity: 0.12,
      pane: "amparo-safest", interactive: false
    };
    layer = (form() === "area" ? L.polygon(points, options) : L.polyline(points, options))
      .addTo(Draw.map);
    layer.pm.enable({
      allowSelfIntersection: true, snappable: false, preventMarkerRemoval: true, draggable: false
    });
    layer.on("pm:markerdragstart", Draw.holdUpdates);
    layer.on("pm:markerdragend", () => window.setTimeout(handleDragEnd, 0));
    // A vertex that is added by dragging is saved where the finger lifts.
    layer.on("pm:vertexadded", () => {
      window.setTimeout(() => { if (layer && !Draw.updatesHeld()) save(layerPoints()); }, 0);
    });
    layer.on("pm:vertexclick", (/** @type {any} */ event) => select(event.indexPath.slice(-1)[0]));
    paintHandles();
  }

  function paintHandles() {
    const ring = layer.pm._markers;  // Geoman has no public list of its handles
    const handles = Array.isArray(ring[0]) ? ring[0] : ring;
    handles.forEach((/** @type {L.Marker} */ handle, /** @type {number} */ index) => {
      const icon = handle.getElement();
      if (icon) icon.classList.toggle("chosen", index === selected);
    });
  }

  /**
   * Select a vertex and bring it under the crosshair; null selects none.
   *
   * @param {number | null} index
   */
  function select(index) {
    const points = layerPoints();
    selected = index === null ? null : (index + points.length) % points.length;
    if (selected !== null) {
      Draw.centerOn(points[selected]);
      const blanks = { number: selected + 1, count: points.length };
      Draw.emit("announce", Draw.gettext("point_of", blanks));
    }
    paintHandles();
    Draw.updateBar();
  }

  function saveAndRebuild(/** @type {LatLngPair[]} */ points) {
    save(points);
    buildLayer();
    Draw.updateBar();
  }

  function moveVertex() {
    const points = layerPoints();
    points[/** @type {number} */ (selected)] = Draw.crosshairPosition();
    saveAndRebuild(points);
  }

  function addVertex() {
    const points = layerPoints(), index = /** @type {number} */ (selected) + 1;
    points.splice(index, 0, Draw.crosshairPosition());
    save(points);
    selected = index;
    buildLayer();
    Draw.updateBar();
  }

  function removeVertex() {
    const points = layerPoints();
    if (points.length <= Draw.MIN_POINTS[form()]) {
      Draw.emit("notice", Draw.gettext("least", { count: Draw.MIN_POINTS[form()] }));
      return;
    }
    points.splice(/** @type {number} */ (selected), 1);
    selected = null;
    saveAndRebuild(points);
  }

  /* Show changes by others, or an undo, once no finger is down. */
  function handleMarksChanged() {
    if (Draw.activeMode() !== "edit" || Draw.updatesHeld()) return;
    if (!mark()) {
      Draw.emit("notice", Draw.gettext("gone"));
      Draw.setMode("idle");
      return;
    }
    const shown = JSON.stringify(Draw.pointsToGeometry(form(), layerPoints()).coordinates);
    if (shown !== JSON.stringify(mark().geometry.coordinates)) buildLayer();
  }

  Draw.on("marks-changed", handleMarksChanged);
  Draw.on("mark-replaced", (change) => {
    if (change.from !== id) return;
    id = change.to;
    if (Draw.activeMode() === "edit") Draw.excludeMark(id);
  });

  /** @returns {ButtonOptions} */
  function doneButton() {
    return { action: "done", icon: "yes", label: Draw.gettext("done"),
             press: () => Draw.setMode("idle") };
  }

  /** @returns {ButtonOptions[]} */
  function secondaryButtons() {
    /** @type {ButtonOptions} */
    const next = { action: "next-point", icon: "next", label: Draw.gettext("next_point"),
                   press: () => select(selected === null ? 0 : selected + 1) };
    if (selected === null) {
      return [next, { action: "undo", icon: "undo", label: Draw.gettext("undo"), press: Draw.undo,
                      disabled: !Draw.store.undo.length }];
    }
    return [
      next,
      { action: "add-point", icon: "plus", label: Draw.gettext("add_point"), press: addVertex },
      { action: "drop-point", icon: "bin", label: Draw.gettext("drop_point"),
        press: removeVertex },
      Object.assign(doneButton(), { className: "enabled" })
    ];
  }

  Draw.defineMode("edit", {
    start: (args) => {
      id = args.id;
      selected = null;
      Draw.excludeMark(id);
      Draw.revealMark(mark(), 0);
      buildLayer();
    },
    end: () => {
      layer.remove();
      layer = null;
      Draw.resumeUpdates();
      Draw.excludeMark(null);
      id = null;
    },
    showsCrosshair: () => selected !== null,
    tap: () => { if (selected !== null) select(null); },
    bar: () => ({
      title: selected === null ? Draw.gettext("mend") :
        Draw.gettext("mend_point", { number: selected + 1 }),
      search: selected === null ? undefined : Draw.openLocationSearch,
      main: selected === null ? doneButton() : {
        action: "put", icon: "target", label: Draw.gettext("put_here"), press: moveVertex
      },
      secondary: secondaryButtons()
    })
  });
})(window.AmparoDraw);
