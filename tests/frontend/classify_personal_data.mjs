/* Reads a JSON list of texts, and writes the kind of personal data that each of them resembles. */
import fs from "node:fs";

import { load } from "./browser.mjs";

const { Draw } = load(["draw/page_data.js", "draw/personal_data.js"]);
const texts = JSON.parse(fs.readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(texts.map((text) => Draw.classifyPersonalData(text))));
