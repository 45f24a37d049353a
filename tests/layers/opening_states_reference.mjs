/**
 * Evaluates opening hours by the npm package `opening_hours`, a second implementation.
 *
 * Reads {"expressions": […], "moments": ["2026-03-02T07:00", …]} and writes one text per expression:
 * a letter per moment, "o" open, "u" unknown, "c" closed; null where the package refuses it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const OpeningHours = require('opening_hours');
const { expressions, moments } = JSON.parse(readFileSync(0, 'utf8'));
const PLACE = { lat: -12.2, lon: -76.9, address: { country_code: 'br', state: '' } };

/** @param {string} expression */
function evaluate(expression) {
  let hours;
  try {
    hours = new OpeningHours(expression, PLACE, { locale: 'en' });
  } catch {
    return null;
  }
  const letters = moments.map((/** @type {string} */ moment) => {
    const when = new Date(moment);
    if (hours.getState(when)) return 'o';
    return hours.getUnknown(when) ? 'u' : 'c';
  });
  return letters.join('');
}

process.stdout.write(JSON.stringify(expressions.map(evaluate)));
