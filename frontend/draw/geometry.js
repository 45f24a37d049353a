// @ts-check
/*
 * Plane geometry of marks: crossings of a ring and their removal, conversion between points and
 * GeoJSON, centre of the bounds. Points are [latitude, longitude], taken as plane coordinates: the
 * extent is small.
 */
(function (Draw) {
  "use strict";

  const DECIMALS = 6;  // of a degree: a decimetre

  /**
   * Twice the signed area of a triangle: its sign gives on which side of a line a point lies.
   *
   * @param {LatLngPair} a
   * @param {LatLngPair} b
   * @param {LatLngPair} c
   */
  function orientation(a, b, c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }

  /**
   * Return whether two segments cross; to touch is not to cross.
   *
   * @param {LatLngPair} a
   * @param {LatLngPair} b
   * @param {LatLngPair} c
   * @param {LatLngPair} d
   */
  function segmentsCross(a, b, c, d) {
    return orientation(a, b, c) * orientation(a, b, d) < 0 &&
      orientation(c, d, a) * orientation(c, d, b) < 0;
  }

  /* The first two edges of a ring that cross, as indices of their first points; null for none. */
  Draw.findCrossing = function (ring) {
    const count = ring.length;
    for (let i = 0; i < count; i++) {
      for (let j = i + 2; j < count; j++) {
        if (i === 0 && j === count - 1) continue;  // neighbours meet in the first point
        if (segmentsCross(ring[i], ring[i + 1], ring[j], ring[(j + 1) % count])) return [i, j];
      }
    }
    return null;
  };

  /*
   * Order the same points so that no edges cross (2-opt): reversing the points between two crossing
   * edges makes the ring shorter, so this ends.
   */
  Draw.untangleRing = function (ring) {
    const points = ring.slice();
    let crossing = Draw.findCrossing(points);
    while (crossing) {
      const part = points.slice(crossing[0] + 1, crossing[1] + 1).reverse();
      points.splice(crossing[0] + 1, part.length, ...part);
      crossing = Draw.findCrossing(points);
    }
    return points;
  };

  /** @param {number} degrees */
  function round(degrees) {
    return Number(degrees.toFixed(DECIMALS));
  }

  /* The points of a geometry, without the one that closes a ring. */
  Draw.geometryPoints = function (geometry) {
    const positions = geometry.type === "Point" ? [geometry.coordinates] :
      geometry.type === "Polygon" ? geometry.coordinates[0].slice(0, -1) : geometry.coordinates;
    return positions.map((position) => [position[1], position[0]]);
  };

  /* The GeoJSON geometry of points, rounded. */
  Draw.pointsToGeometry = function (form, points) {
    const positions = points.map((point) => [round(point[1]), round(point[0])]);
    if (form === "point") return { type: "Point", coordinates: positions[0] };
    if (form === "line") return { type: "LineString", coordinates: positions };
    return { type: "Polygon", coordinates: [positions.concat([positions[0]])] };
  };

  Draw.geometryForm = function (geometry) {
    return { Point: /** @type {const} */ ("point"), LineString: /** @type {const} */ ("line"),
             Polygon: /** @type {const} */ ("area") }[geometry.type];
  };

  /* How many points a form needs at least. */
  Draw.MIN_POINTS = { point: 1, line: 2, area: 3 };

  /* The centre of the bounds of points. */
  Draw.boundsCenter = function (points) {
    const [latitude, longitude] = [0, 1].map((axis) => {
      const values = points.map((point) => point[axis]);
      return (Math.min(...values) + Math.max(...values)) / 2;
    });
    return [latitude, longitude];
  };

  /* A geometry moved so that the centre of its bounds comes to a point. */
  Draw.moveGeometry = function (geometry, center) {
    const points = Draw.geometryPoints(geometry), from = Draw.boundsCenter(points);
    return Draw.pointsToGeometry(Draw.geometryForm(geometry), points.map((point) =>
      [point[0] + center[0] - from[0], point[1] + center[1] - from[1]]));
  };
})(window.AmparoDraw);
