// The decision table's editor: dmn-js, checked and tried by our own FEEL on the server.

import Modeler from "dmn-js/lib/Modeler";
import { Keeper } from "../studio/keeping.js";
import { checkWhileEditing } from "../studio/table/findings.js";
import { tryRows } from "../studio/table/trying.js";
import { translator } from "../studio/translate.js";
import { TABLES } from "../studio/words/zh/tables.js";

const VIEWS = ["drd", "decisionTable", "literalExpression", "boxedExpression"];

function makeModeller(canvas, translate) {
  const additionalModules = [{ translate: ["value", translate] }];
  const views = Object.fromEntries(VIEWS.map((view) => [view, { additionalModules }]));
  return new Modeler({
    container: canvas,
    common: { expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } } },
    ...views,
  });
}

/** One button a decision, and the overview where the file has a picture of it. */
function showViews(modeller, bar) {
  const draw = () => {
    const active = modeller.getActiveView();
    bar.replaceChildren(
      ...modeller.getViews().map((view) => {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "chip" });
        button.textContent = view.type === "drd" ? bar.dataset.wordsOverview : view.name || view.id;
        button.setAttribute("aria-pressed", String(view.element === active?.element));
        button.addEventListener("click", () => modeller.open(view));
        return button;
      }),
    );
  };
  modeller.on("views.changed", draw);
  draw();
}

/** Calls `changed` at each edit in whichever view is open; the bar's undo and redo work on that view. */
function watch(modeller, frame, changed) {
  const seen = new WeakSet();
  const stack = () => modeller.getActiveViewer()?.get("commandStack", false);
  const button = (act) => frame.querySelector(`[data-act="${act}"]`);
  const follow = () => {
    const viewer = modeller.getActiveViewer();
    if (!viewer || seen.has(viewer)) return;
    seen.add(viewer);
    viewer.on("commandStack.changed", () => {
      button("undo").disabled = !stack().canUndo();
      button("redo").disabled = !stack().canRedo();
      changed();
    });
  };
  button("undo").addEventListener("click", () => stack().undo());
  button("redo").addEventListener("click", () => stack().redo());
  modeller.on("views.changed", follow);
  follow();
}

async function begin() {
  const frame = document.querySelector("[data-editor]");
  const translate = translator(frame.dataset.language === "zh" ? TABLES : {});
  const modeller = makeModeller(frame.querySelector("[data-canvas]"), translate);
  modeller.translate = translate;
  const written = async () => (await modeller.saveXML({ format: true })).xml;
  const keeper = new Keeper(frame, written);
  window.studio = { modeller, keeper };
  const mine = frame.dataset.mine === "yes";
  const left = mine ? keeper.left() : null;
  try {
    await modeller.importXML(left ?? (await (await fetch(frame.dataset.source)).text()));
  } catch (error) {
    console.error(error);
    keeper.say(frame.dataset.wordsBroken, "warning");
    document.body.dataset.editorReady = "broken";
    return;
  }
  const table = modeller.getViews().find((view) => view.type === "decisionTable");
  if (table) await modeller.open(table);
  showViews(modeller, frame.querySelector("[data-views]"));
  const attempt = tryRows(frame, written);
  const check = checkWhileEditing(frame, written, attempt.offer);
  if (mine) {
    watch(modeller, frame, () => {
      keeper.changed();
      check();
    });
  }
  if (left) keeper.restored();
  document.body.dataset.editorReady = "yes";
}

begin();
