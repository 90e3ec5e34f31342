// The few lines of other people's packages that have no other way in. Versions are pinned: a line that is no longer
// there stops the build.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SAID = 'globalThis.studioTranslate?.';

/** [file, what stands there, what it becomes] */
const PATCHES = [
  // The expression editors' styles as sheets instead of style elements: the pages' policy allows none of the latter.
  // The package knows how, but uses it only inside a shadow root.
  ["style-mod/src/style-mod.js", "if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets"],
  // Words that never reach the modeller's translate module.
  [
    "@bpmn-io/properties-panel/dist/index.esm.js",
    "function translateFallback(template, replacements) {",
    "function translateFallback(template, replacements) {\n  if (globalThis.studioTranslate) return globalThis.studioTranslate(template, replacements);",
  ],
  ["@bpmn-io/properties-panel/dist/index.esm.js", 'children: "Opened in popup"', 'children: translateFallback("Opened in popup")'],
  ["bpmn-js-element-templates/dist/index.esm.js", 'title: "Toggle section"', `title: ${SAID}("Toggle section")`],
  ["bpmn-js-element-templates/dist/index.esm.js", 'title: "Select a template"', `title: ${SAID}("Select a template")`],
  ["diagram-js/lib/features/popup-menu/PopupMenuBreadcrumbs.js", '"Back"', '${ globalThis.studioTranslate("Back") }'],
  [
    "diagram-js/lib/features/popup-menu/PopupMenuComponent.js",
    "${ entriesToShow.length } ${ entriesToShow.length === 1 ? 'result' : 'results' } found",
    "${ globalThis.studioTranslate('{count} results', { count: entriesToShow.length }) }",
  ],
  ["diagram-js/lib/features/popup-menu/PopupMenuComponent.js", "|| 'Results'", "|| globalThis.studioTranslate('Results')"],
  ["bpmn-js-properties-panel/dist/index.esm.js", "|| '<no type>'", `|| ${SAID}('<no type>')`],
];

export const patches = {
  name: "patches",
  setup(building) {
    const files = [...new Set(PATCHES.map(([file]) => file))];
    const filter = new RegExp(`(${files.map((file) => file.replace(/[/.]/g, (sign) => (sign === "/" ? "[\\\\/]" : `\\${sign}`))).join("|")})$`);
    building.onLoad({ filter }, async ({ path: file }) => ({ contents: patched(file.replaceAll("\\", "/"), await readFile(file, "utf8")) }));
  },
};

/**
 * One Preact for the menus: `htm` lies beside another major version than the one the menus render with, and what the
 * one makes the other does not draw.
 */
const menus = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules", "@bpmn-io", "diagram-js-ui");
export const onePreact = {
  name: "one-preact",
  setup(building) {
    building.onResolve({ filter: /^preact($|\/)/ }, ({ path: wanted, importer, kind, pluginData }) => {
      if (pluginData === "one-preact" || importer.includes("properties-panel")) return null;
      return building.resolve(wanted, { resolveDir: menus, kind, pluginData: "one-preact" });
    });
  },
};

function patched(read, source) {
  for (const [file, from, to] of PATCHES) {
    if (!read.endsWith(file)) continue;
    if (!source.includes(from)) throw new Error(`${file} no longer has “${from}”: see patches.mjs`);
    source = source.replaceAll(from, to);
  }
  return source;
}
