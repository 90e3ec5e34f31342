// The diagram's editor: modeller, outline, findings, autosave. Somebody else's draft is only shown.

import { fit, makeModeller, select } from "../studio/diagram/modeller.js";
import { lintWhileDrawing } from "../studio/diagram/findings.js";
import { outline } from "../studio/diagram/outline.js";
import { savePicture } from "../studio/diagram/pictures.js";
import { Keeper } from "../studio/keeping.js";
import { wordsFor } from "../studio/words/diagram.js";

const told = (name) => JSON.parse(document.querySelector(`[data-${name}]`).textContent);

/** The buttons of the bar; each does what its keys do. */
function wireActs(frame, modeller) {
  const stack = modeller.get("commandStack");
  const canvas = modeller.get("canvas");
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    search: () => modeller.get("searchPad").toggle(),
    fit: () => fit(modeller),
    closer: () => canvas.zoom(Math.min(4, canvas.zoom() * 1.25)),
    farther: () => canvas.zoom(Math.max(0.2, canvas.zoom() / 1.25)),
    svg: () => savePicture(modeller, frame.dataset.name, "svg"),
    png: () => savePicture(modeller, frame.dataset.name, "png"),
  };
  const button = (act) => frame.querySelector(`[data-act="${act}"]`);
  for (const [act, perform] of Object.entries(acts)) button(act)?.addEventListener("click", perform);
  modeller.on("commandStack.changed", () => {
    button("undo").disabled = !stack.canUndo();
    button("redo").disabled = !stack.canRedo();
  });
}

/** Nothing can be changed, everything can be looked at. */
function onlyShow(modeller) {
  modeller.get("commandStack").execute = () => undefined;
  modeller.get("directEditing").activate = () => false;
}

async function begin() {
  const frame = document.querySelector("[data-editor]");
  const offered = told("offered");
  const modeller = makeModeller(frame.querySelector("[data-canvas]"), frame.querySelector("[data-panel]"), {
    offered: { ...offered, formEditor: frame.dataset.formEditor },
    templates: told("templates"),
    table: wordsFor(offered.language),
  });
  
  const keeper = new Keeper(frame, async () => (await modeller.saveXML({ format: true })).xml);
  window.studio = { modeller, keeper };
  const mine = frame.dataset.mine === "yes";
  const left = mine ? keeper.left() : null;
  try {
    const saved = await (await fetch(frame.dataset.source)).text();
    await modeller.importXML(left ?? saved);
  } catch (error) {
    console.error(error);
    keeper.say(frame.dataset.wordsBroken, "warning");
    document.body.dataset.editorReady = "broken";
    return;
  }
  fit(modeller);
  const choose = (id) => select(modeller, id);
  outline(modeller, frame.querySelector("[data-outline]"), choose);
  wireActs(frame, modeller);
  lintWhileDrawing(modeller, frame, choose);
  if (mine) modeller.on("commandStack.changed", () => keeper.changed());
  else onlyShow(modeller);
  if (left !== null && left !== undefined) keeper.restored();
  document.body.dataset.editorReady = "yes";
}

begin();
