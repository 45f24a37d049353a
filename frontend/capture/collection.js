/*
 * What was drawn, as the file that goes to the others: GeoJSON after RFC 7946.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  function ids(act) {
    return Object.keys(Draw.kept.log).filter(function (id) { return Draw.lastOf(id).act === act; });
  }

  function feature(id) {
    var now = Draw.lastOf(id), properties = Object.assign({ id: id }, Draw.partsOf(now.mark));
    delete properties.geometry;
    return {
      type: "Feature",
      id: id,
      geometry: now.mark.geometry,
      properties: Object.assign(properties, {
        version: now.count, changed_at: now.at, capture: Draw.told.format,
        community: Draw.told.community, session: Draw.told.session || null
      })
    };
  }

  /* How many marks were drawn, changed or deleted since she last sent them. */
  Draw.unsent = function () {
    return Object.keys(Draw.kept.log).filter(function (id) {
      return Draw.lastOf(id).turn > Draw.kept.sent.turns;
    }).length;
  };

  /* How many marks stand, or once stood and were deleted. */
  Draw.drawnAtAll = function () { return Object.keys(Draw.kept.log).length; };

  /* Write all of it as text. */
  Draw.collection = function () {
    return JSON.stringify({
      type: "FeatureCollection",
      name: "marks",
      capture: {
        format: Draw.told.format,
        community: Draw.told.community,
        session: Draw.told.session || null,
        written_at: new Date().toISOString(),
        removed: ids("remove").map(function (id) { return { id: id, version: Draw.lastOf(id).count }; })
      },
      features: ids("put").map(feature)
    });
  };
})(window.AmparoDraw);
