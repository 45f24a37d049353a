/*
 * Outlines: where lines cross, how they are untangled, where the middle of a shape is.
 * Points are [latitude, longitude]; a village is small enough to reckon with them as they are.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var DECIMALS = 6;  // of a degree: a decimetre

  function side(a, b, c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }

  function cross(a, b, c, d) {
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  }

  /* The first two edges of a ring that cross, as the places where they begin; null for none. */
  Draw.crossing = function (ring) {
    var count = ring.length;
    for (var i = 0; i < count; i++) {
      for (var j = i + 2; j < count; j++) {
        if (i === 0 && j === count - 1) continue;
        if (cross(ring[i], ring[i + 1], ring[j], ring[(j + 1) % count])) return [i, j];
      }
    }
    return null;
  };

  /* Go round the same points without crossing: each turn of a piece makes the round shorter. */
  Draw.untangle = function (ring) {
    var round = ring.slice(), found;
    while ((found = Draw.crossing(round))) {
      var piece = round.slice(found[0] + 1, found[1] + 1).reverse();
      Array.prototype.splice.apply(round, [found[0] + 1, piece.length].concat(piece));
    }
    return round;
  };

  function round(degree) {
    return Number(degree.toFixed(DECIMALS));
  }

  /* The points of a geometry, without the one that closes a ring. */
  Draw.pointsOf = function (geometry) {
    var places = geometry.coordinates;
    if (geometry.type === "Point") places = [places];
    if (geometry.type === "Polygon") places = places[0].slice(0, -1);
    return places.map(function (at) { return [at[1], at[0]]; });
  };

  /* A geometry of points: form is area, line or point. */
  Draw.geometryOf = function (form, points) {
    var places = points.map(function (at) { return [round(at[1]), round(at[0])]; });
    if (form === "point") return { type: "Point", coordinates: places[0] };
    if (form === "line") return { type: "LineString", coordinates: places };
    return { type: "Polygon", coordinates: [places.concat([places[0]])] };
  };

  Draw.formOf = function (geometry) {
    return { Point: "point", LineString: "line", Polygon: "area" }[geometry.type];
  };

  /* How many points a form needs at least. */
  Draw.LEAST = { point: 1, line: 2, area: 3 };

  /* The middle of the box around points. */
  Draw.middle = function (points) {
    return [0, 1].map(function (axis) {
      var values = points.map(function (at) { return at[axis]; });
      return (Math.min.apply(null, values) + Math.max.apply(null, values)) / 2;
    });
  };

  /* A geometry moved so that its middle comes to a place. */
  Draw.movedTo = function (geometry, place) {
    var points = Draw.pointsOf(geometry), from = Draw.middle(points);
    return Draw.geometryOf(Draw.formOf(geometry), points.map(function (at) {
      return [at[0] + place[0] - from[0], at[1] + place[1] - from[1]];
    }));
  };
})(window.AmparoDraw);
