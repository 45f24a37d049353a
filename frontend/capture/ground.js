/*
 * The ground under the drawings: its tiles and its names are in this very page.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var tiles = JSON.parse(document.getElementById("ground-tiles").textContent);
  var names = null;

  /* What the map asks for tiles, as it would ask an archive of them. */
  Draw.told.canvas.tiles = {
    getZxy: function (z, x, y) {
      var packed = tiles[z + "/" + x + "/" + y];
      if (!packed) return Promise.resolve(undefined);  // nothing is there
      return Draw.inflate(packed).then(function (bytes) { return { data: bytes.buffer }; });
    }
  };

  /* The names of streets and places; promises { names }. */
  Draw.names = function () {
    names = names || Draw.inflate(document.getElementById("ground-names").textContent)
      .then(function (bytes) { return { names: JSON.parse(new TextDecoder().decode(bytes)) }; });
    return names;
  };
})(window.AmparoDraw);
