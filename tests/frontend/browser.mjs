/*
 * Runs scripts of frontend/ in a context of their own, with the little of a browser that they use:
 * timers that a test runs by hand, a localStorage, and the JSON of the page.
 */
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { webcrypto } from "node:crypto";
import { fileURLToPath } from "node:url";

const FRONTEND = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "frontend");

export const PAGE_DATA = {
  community: "aldea",
  session: "S1",
  file: "f",
  format: 1,
  poll_s: 4,
  categories: { risk_area: [{ code: "river", word: "Río", sign: "water" }], service: [] },
  texts: new Proxy({}, { get: (_, key) => key })
};

/* Copy a value out of its context, so that its prototypes are those of the test. */
export function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/* A localStorage that several windows may share. */
export class Storage {
  getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
  setItem(key, text) { this[key] = String(text); }
  removeItem(key) { delete this[key]; }
}

/* Load scripts, by their paths in frontend/; give their window. */
export function load(files, { storage = new Storage(), pageData = PAGE_DATA, clock } = {}) {
  const listeners = {};
  const timers = [];
  const window = {
    localStorage: storage,
    crypto: webcrypto,
    location: { protocol: "file:", replace: () => {} },
    performance: { now: clock || (() => 0) },
    setTimeout: (work, ms) => timers.push({ work, ms }),
    clearTimeout: () => {},
    setInterval: () => 0,
    addEventListener: (name, work) => (listeners[name] = listeners[name] || []).push(work)
  };
  window.parent = window;
  const document = {
    hidden: false,
    currentScript: { src: "http://localhost/amparo/assets/draw/bundle.js?v=1" },
    addEventListener: window.addEventListener,
    getElementById: () => ({ textContent: "{}" })
  };
  const context = vm.createContext({ window, document, navigator: {}, URL, DOMException });
  for (const file of files) {
    vm.runInContext(fs.readFileSync(path.join(FRONTEND, file), "utf-8"), context, file);
    // A proxy gives every text its own key as value; it cannot come by way of JSON.
    if (file === "draw/page_data.js") window.AmparoDraw.pageData = { ...pageData };
  }
  return {
    window,
    Draw: window.AmparoDraw,
    fire: (name, event = {}) => (listeners[name] || []).forEach((work) => work(event)),
    runTimers: () => timers.splice(0).forEach(({ work }) => work())
  };
}

/* Let promises that are settled call what waits for them. */
export function settle() { return new Promise((resolve) => { setImmediate(resolve); }); }

/* A square of one degree with its south-west corner at a longitude and latitude. */
export function square(west = 0, south = 0) {
  const [east, north] = [west + 1, south + 1];
  return { type: "Polygon", coordinates: [
    [[west, south], [east, south], [east, north], [west, north], [west, south]]
  ] };
}

/* A risk area on such a square. */
export function risk(more = {}) {
  return { kind: "risk_area", category: "river", severity: 3, holds: "night",
           geometry: square(), ...more };
}
