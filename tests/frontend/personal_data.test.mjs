/* Texts that should not stand on a map, and texts that may. */
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./browser.mjs";

const { Draw } = load(["draw/page_data.js", "draw/personal_data.js"]);

for (const [text, message] of [
  ["DUI 01234567-8", "note_document"],
  ["llamar al 771234", "note_telephone"],
  ["escribir a ana@example.org", "note_mail"],
  ["la casa de doña Ana", "note_name"],
  ["vive María López", "note_name"]
]) {
  test(`${message}: ${text}`, () => {
    assert.equal(Draw.findPersonalData(text).message, message);
    assert.equal(!!Draw.findPersonalData(text).forbidden, message === "note_document");
  });
}

for (const text of ["", "sin luz", "por la Calle Real", "hay 3 perros", "desde 2019"]) {
  test(`nothing personal: ${text}`, () => assert.equal(Draw.findPersonalData(text), null));
}
