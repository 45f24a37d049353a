// @ts-check
/*
 * Counts presses of Escape or Shift, or of anything else by its name: three of the same within two
 * seconds call a function.
 */
(function () {
  "use strict";

  const WITHIN = 2000;      // ms
  const TIMES = 3;
  const KEYS = ["Escape", "Shift"];

  /**
   * @param {() => void} onTriple
   * @returns {TriplePress}
   */
  function create(onTriple) {
    /** @type {number[]} */
    let times = [];         // of the presses of what was pressed last
    let last = "";
    let shiftAlone = false; // Shift is down, and no other key was pressed since

    /** @param {string} name */
    function count(name) {
      const now = window.performance.now();  // events of another frame have another clock
      if (name !== last) times = [];
      last = name;
      times = times.filter((time) => now - time < WITHIN);
      times.push(now);
      if (times.length < TIMES) return;
      times = [];
      onTriple();
    }

    /** @param {KeyboardEvent} event */
    function handleKeyDown(event) {
      if (event.repeat) return;
      shiftAlone = event.key === "Shift";
      if (event.key === "Escape") count(event.key);
      else if (!KEYS.includes(event.key)) times = [];
    }

    /**
     * Count Shift when it was pressed by itself, not for a capital letter.
     *
     * @param {KeyboardEvent} event
     */
    function handleKeyUp(event) {
      if (event.key === "Shift" && shiftAlone) count(event.key);
    }

    return {
      count: count,
      listen: (target) => {
        target.addEventListener("keydown", handleKeyDown, true);
        target.addEventListener("keyup", handleKeyUp, true);
      }
    };
  }

  window.AmparoTriplePress = { create: create };
})();
