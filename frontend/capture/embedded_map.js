// @ts-check
/*
 * The base map of the file: its tiles and its names are in the page itself.
 */
(function (Draw) {
  "use strict";

  /** @param {string} id */
  function readScript(id) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    return /** @type {string} */ (element.textContent);
  }

  /** @type {Record<string, string>} */
  const tiles = JSON.parse(readScript("map-tiles"));
  /** @type {Promise<{ names: PlaceName[] }> | null} */
  let names = null;

  /* protomaps-leaflet requests tiles from this object as from an archive of PMTiles. */
  Draw.pageData.canvas.tiles = {
    getZxy: (/** @type {number} */ z, /** @type {number} */ x, /** @type {number} */ y) => {
      const packed = tiles[z + "/" + x + "/" + y];
      if (!packed) return Promise.resolve(undefined);  // an empty tile is left out
      return Draw.inflateBase64(packed).then((bytes) => ({ data: bytes.buffer }));
    }
  };

  /* The names of streets and places. */
  Draw.fetchPlaceNames = function () {
    names = names || Draw.inflateBase64(readScript("map-names"))
      .then((bytes) => ({ names: JSON.parse(new TextDecoder().decode(bytes)) }));
    return names;
  };
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
