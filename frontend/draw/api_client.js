// @ts-check
/*
 * Requests to the server: operations, history, street names, URLs of pictures.
 * A capture file has capture/local_api.js in place of this script.
 */
(function (Draw) {
  "use strict";

  const TIMEOUT = 15000;  // ms: a slow connection responds within a second or two
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const version = new URL(script.src).search;

  /**
   * Fetch JSON, with a timeout; a body that is no JSON counts as empty.
   *
   * @param {string} url
   * @param {RequestInit} [options]
   * @returns {Promise<{ status: number, body: any }>}
   */
  function fetchJson(url, options) {
    const controller = new AbortController();
    const timer = window.setTimeout(() => controller.abort(), TIMEOUT);
    return fetch(url, Object.assign({
      credentials: "same-origin", cache: "no-store", signal: controller.signal
    }, options)).then((response) => response.json().catch(() => ({})).then((body) => {
      window.clearTimeout(timer);
      return { status: response.status, body: body };
    }), (error) => {
      window.clearTimeout(timer);
      throw error;
    });
  }

  /**
   * @param {string} url
   * @param {Record<string, string>} parameters
   */
  function withQuery(url, parameters) {
    return url + "?" + new URLSearchParams(Object.assign({
      community: Draw.pageData.community, session: Draw.pageData.session
    }, parameters)).toString();
  }

  /** @param {{ status: number, body: any }} response */
  function requireOk(response) {
    if (response.status !== 200) throw new Error(String(response.status));
    return response.body;
  }

  /* Return the URL of an asset, with the version of this script. */
  Draw.assetUrl = function (folder, file) {
    return "/amparo/assets/" + folder + "/" + file + version;
  };

  /* Post operations; the promise is rejected where there is no link. */
  Draw.postOperations = function (request) {
    return fetchJson(Draw.pageData.operations_url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request)
    });
  };

  /* Fetch the versions of one mark, or, without an id, the marks that were deleted. */
  Draw.fetchHistory = function (id) {
    return fetchJson(withQuery(Draw.pageData.history_url, id ? { id: id } : {})).then(requireOk);
  };

  /* Fetch the names of streets and places. */
  Draw.fetchPlaceNames = function () {
    return fetchJson(withQuery(Draw.pageData.names_url, {})).then(requireOk);
  };
})(window.AmparoDraw);
