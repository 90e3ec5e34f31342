// All words of the diagram's editor in Chinese; in English the modeller's own stand, and our templates' are given here.

import { DESCRIPTIONS } from "./zh/descriptions.js";
import { DRAWING } from "./zh/drawing.js";
import { ELEMENTS } from "./zh/elements.js";
import { PROPERTIES } from "./zh/properties.js";

export function wordsFor(language) {
  if (language !== "zh") return {};
  return { ...DESCRIPTIONS, ...DRAWING, ...PROPERTIES, ...inTitleCase(ELEMENTS), ...ELEMENTS };
}

/** The panel's head asks for the same names in title case: “User Task”. */
function inTitleCase(table) {
  return Object.fromEntries(Object.entries(table).map(([name, words]) => [name.replace(/(^| )[a-z]/g, (letter) => letter.toUpperCase()), words]));
}
