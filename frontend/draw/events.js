// @ts-check
/*
 * Events between the scripts of the drawing page: `on` adds a listener, `emit` calls all of them
 * in the order in which they were added.
 */
(function (Draw) {
  "use strict";

  /** @type {Record<string, Listener[]>} */
  const listeners = {};

  Draw.on = function (name, listener) {
    (listeners[name] = listeners[name] || []).push(listener);
  };

  Draw.emit = function (name, event) {
    (listeners[name] || []).forEach((listener) => listener(event));
  };
})(window.AmparoDraw);
