// @ts-check
/*
 * Writes what was drawn as GeoJSON after RFC 7946, as geo/capture/submission_reader.py reads it.
 */
(function (Draw) {
  "use strict";

  /** @param {"put" | "remove"} act */
  function idsByAct(act) {
    return Object.keys(Draw.store.log).filter((id) => Draw.latestVersion(id).act === act);
  }

  /** @param {string} id */
  function makeFeature(id) {
    const version = Draw.latestVersion(id);
    const mark = /** @type {MarkContent} */ (Draw.markContent(version.mark));
    const { geometry, ...attributes } = mark;
    return {
      type: "Feature",
      id: id,
      geometry: geometry,
      properties: Object.assign({ id: id }, attributes, {
        version: version.count, changed_at: version.at, capture: Draw.pageData.format,
        community: Draw.pageData.community, session: Draw.pageData.session || null
      })
    };
  }

  /* How many marks were drawn, changed or deleted since the file was last sent. */
  Draw.countUnsent = function () {
    return Object.keys(Draw.store.log)
      .filter((id) => Draw.latestVersion(id).turn > Draw.store.sent.turns).length;
  };

  /* How many marks there are or were. */
  Draw.countLogged = function () { return Object.keys(Draw.store.log).length; };

  /* Serialise all marks as text. */
  Draw.exportGeojson = function () {
    return JSON.stringify({
      type: "FeatureCollection",
      name: "marks",
      capture: {
        format: Draw.pageData.format,
        community: Draw.pageData.community,
        session: Draw.pageData.session || null,
        written_at: new Date().toISOString(),
        removed: idsByAct("remove").map((id) => (
          { id: id, version: Draw.latestVersion(id).count }))
      },
      features: idsByAct("put").map(makeFeature)
    });
  };
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
