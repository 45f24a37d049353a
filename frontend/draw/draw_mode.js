// @ts-check
/*
 * The mode that draws a new mark: by taps on the map, or by the crosshair and a button. Every point
 * is stored on the device at once.
 */
(function (Draw) {
  "use strict";

  /** @type {Record<MarkKind, MarkForm[]>} */
  const FORMS = { risk_area: ["area", "line"], safe_zone: ["point", "area"], service: ["point"] };
  const CLOSING_DISTANCE = 24;   // px from the first point: a tap there closes an area
  const SAME_POINT = 18;         // px within which a second tap is the same point
  const POINT_RADIUS = 8;        // px
  const MAX_POINTS = 400;

  /** @type {Draft} */
  let draft;
  /** @type {L.LayerGroup} */
  let layer;
  /** @type {L.Polyline} */
  let rubberBand;                // from the last point to the crosshair

  function hasEnoughPoints() { return draft.points.length >= Draw.MIN_POINTS[draft.form]; }

  /**
   * @param {LatLngPair[]} points
   * @param {L.PolylineOptions} [options]
   */
  function makeLine(points, options) {
    return L.polyline(points, Object.assign({
      pane: "amparo-safest", interactive: false, color: Draw.palette.violet, weight: 4
    }, options));
  }

  function render() {
    layer.clearLayers();
    const points = draft.points;
    if (draft.form === "area" && points.length > 1) {
      layer.addLayer(L.polygon(points, {
        pane: "amparo-safest", stroke: false, interactive: false,
        fillColor: Draw.palette.violet, fillOpacity: 0.12
      }));
    }
    if (points.length > 1) {
      layer.addLayer(makeLine(points, { color: "#fff", weight: 9, opacity: 0.8 }));
      layer.addLayer(makeLine(points));
    }
    points.forEach((point) => {
      layer.addLayer(L.circleMarker(point, {
        pane: "amparo-safest", interactive: false, radius: POINT_RADIUS,
        color: Draw.palette.violet, weight: 4, fillColor: "#fff", fillOpacity: 1
      }));
    });
    updateRubberBand();
  }

  function updateRubberBand() {
    const points = draft.points;
    const path = points.length ? [points[points.length - 1], Draw.crosshairPosition()] : [];
    if (draft.form === "area" && points.length > 1) path.push(points[0]);
    rubberBand.setLatLngs(path);
  }

  /** @param {Draft | null} value */
  function storeDraft(value) {
    Draw.store.draft = value;
    Draw.saveStore();
  }

  function saveAndRender() {
    storeDraft(draft);
    render();
    Draw.updateBar();
  }

  /** @param {LatLngPair} at */
  function addPoint(at) {
    if (draft.points.length >= MAX_POINTS) return;
    draft.points.push(at);
    if (draft.form === "point") return finish();
    saveAndRender();
    Draw.emit("announce", Draw.gettext("point", { number: draft.points.length }));
  }

  /**
   * @param {LatLngPair} point
   * @param {L.Point} position
   * @param {number} distance
   */
  function isWithin(point, position, distance) {
    return Draw.map.latLngToContainerPoint(point).distanceTo(position) <= distance;
  }

  /**
   * @param {LatLngPair} at
   * @param {L.Point} position
   */
  function handleTap(at, position) {
    const points = draft.points, last = points[points.length - 1];
    const closes = draft.form === "area" && hasEnoughPoints();
    if (closes && isWithin(points[0], position, CLOSING_DISTANCE)) return finish();
    if (last && isWithin(last, position, SAME_POINT)) return undefined;
    return addPoint(at);
  }

  function removeLastPoint() {
    if (!draft.points.length) return cancel();
    draft.points.pop();
    return saveAndRender();
  }

  function cancel() {
    storeDraft(null);
    Draw.setMode("idle");
  }

  function finish() {
    const missing = Draw.MIN_POINTS[draft.form] - draft.points.length;
    if (missing > 0) {
      const key = missing === 1 ? "missing_one" : "missing";
      Draw.emit("notice", Draw.gettext(key, { count: missing }));
      return;
    }
    const isTangled = draft.form === "area" && !!Draw.findCrossing(draft.points);
    const points = isTangled ? Draw.untangleRing(draft.points) : draft.points;
    const geometry = Draw.pointsToGeometry(draft.form, points);
    Draw.store.draft = null;
    Draw.changeMark(Draw.newUuid(), Object.assign({}, draft.mark, { geometry: geometry }));
    Draw.setMode("idle");
    if (isTangled) Draw.emit("notice", Draw.gettext("untangled"));
  }

  /** @param {MarkForm} form */
  function changeForm(form) {
    draft.form = form;
    saveAndRender();
  }

  /** @returns {ButtonOptions[]} */
  function secondaryButtons() {
    if (draft.points.length) {
      return [
        { action: "take-back", icon: "undo", label: Draw.gettext("take_back"),
          press: removeLastPoint },
        { action: "finish", icon: "yes", label: Draw.gettext("finish"), press: finish,
          className: hasEnoughPoints() ? "enabled" : "" }
      ];
    }
    const other = FORMS[draft.mark.kind].find((form) => form !== draft.form);
    /** @type {ButtonOptions[]} */
    const buttons = [
      { action: "give-up", icon: "close", label: Draw.gettext("give_up"), press: cancel }
    ];
    if (other) {
      buttons.push({ action: "form-" + other, icon: "form-" + other,
                     label: Draw.gettext("form_" + other), press: () => changeForm(other) });
    }
    return buttons;
  }

  Draw.defineMode("draw", {
    start: (args) => {
      draft = args.draft || { mark: args.mark, form: FORMS[
        /** @type {MarkKind} */ (args.mark.kind)][0], points: [] };
      layer = L.layerGroup().addTo(Draw.map);
      rubberBand = makeLine([], { dashArray: "7 7", weight: 3 }).addTo(Draw.map);
      Draw.map.on("move", updateRubberBand);
      storeDraft(draft);
      render();
    },
    end: () => {
      Draw.map.off("move", updateRubberBand);
      layer.remove();
      rubberBand.remove();
    },
    showsCrosshair: () => true,
    tap: handleTap,
    bar: () => {
      const isFirst = !draft.points.length;
      return {
        title: Draw.gettext(draft.form === "point" ? "tap_place" :
          isFirst ? "tap_first" : "tap_next"),
        search: Draw.openLocationSearch,
        main: {
          action: "put", icon: "plus", label: Draw.gettext("put"),
          press: () => addPoint(Draw.crosshairPosition())
        },
        secondary: secondaryButtons()
      };
    }
  });

  Draw.on("backspace", () => { if (Draw.activeMode() === "draw") removeLastPoint(); });
})(window.AmparoDraw);
