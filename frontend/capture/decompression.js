// @ts-check
/*
 * Decompresses what the page holds: by the browser's DecompressionStream, or by fflate where a
 * browser has none.
 */
(function (Draw) {
  "use strict";

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  function inflateByBrowser(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }

  /* Decompress zlib data (RFC 1950) that is written in base64. */
  Draw.inflateBase64 = async function (text) {
    const bytes = Uint8Array.from(window.atob(text), (character) => character.charCodeAt(0));
    if ("DecompressionStream" in window) return inflateByBrowser(bytes);
    return fflate.unzlibSync(bytes);
  };
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
