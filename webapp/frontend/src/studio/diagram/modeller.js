// The modeller: camunda-bpmn-js in the flavour our engine reads, without what only works with another company's cloud.

import Modeler from "camunda-bpmn-js/lib/camunda-cloud/Modeler";
import { translator } from "../translate.js";
import { officePanel } from "./office_panel.js";

/** Example data are kept for another company's test runs; here one plays the draft. */
const LEFT_OUT = { dataPropertiesProvider: ["value", null] };

/** A modeller in `canvas` with its properties in `panel`. */
export function makeModeller(canvas, panel, { offered, templates, table }) {
  const translate = translator(table);
  // Parts of the panel ask nobody: the build lets them ask here (patches.mjs).
  globalThis.studioTranslate = translate;
  const modeller = new Modeler({
    container: canvas,
    keyboard: { bind: true },
    propertiesPanel: {
      parent: panel,
      // The hints link to another host; the office's network reaches none.
      tooltip: {},
      getFeelPopupLinks: () => [],
    },
    elementTemplates: templates,
    additionalModules: [{ translate: ["value", translate], ...LEFT_OUT }, officePanel(offered)],
  });
  modeller.translate = translate;
  return modeller;
}

const PALETTE = 120;

/** The whole diagram, beside the palette and not under it. */
export function fit(modeller) {
  const canvas = modeller.get("canvas");
  canvas.zoom("fit-viewport");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, (outer.width - PALETTE - 20) / inner.width, (outer.height - 40) / inner.height);
  canvas.viewbox({ x: inner.x - PALETTE / scale, y: inner.y - 20 / scale, width: outer.width / scale, height: outer.height / scale });
}

/** Selects an element, brings it into view and opens its properties. */
export function select(modeller, id) {
  const element = modeller.get("elementRegistry").get(id);
  if (!element) return;
  const canvas = modeller.get("canvas");
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  modeller.get("selection").select(element);
  if (canvas.zoom() < 0.6) canvas.zoom(0.8);
  if (element !== canvas.getRootElement()) canvas.scrollToElement(element, 120);
  // From here its keys work: A appends, R replaces, E renames.
  canvas.focus();
}
