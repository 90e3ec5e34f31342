// The form's editor over the form-js JSON: a list of fields, their settings, a preview the server draws.

import { drawList } from "../studio/form/list.js";
import { added, componentAt, fresh, moved, removed } from "../studio/form/model.js";
import { previewer } from "../studio/form/preview.js";
import { drawSettings } from "../studio/form/settings.js";
import { Keeper } from "../studio/keeping.js";

const MOST_STEPS = 200;

class FormEditor {
  constructor(frame, schema, words, only) {
    Object.assign(this, { frame, schema, words, only, chosen: schema.components.length ? [0] : null });
    this.past = [this.text()];
    this.future = [];
    this.changedCalls = [];
  }

  text() {
    return JSON.stringify(this.schema, null, 2);
  }

  draw() {
    this.drawFields();
    this.drawSettings();
    this.drawBar();
  }

  drawFields() {
    const acts = {
      choose: (path) => this.choose(path),
      move: (path, by) => this.change(() => moved(this.schema, path, by)),
      remove: (path) => this.change(() => removed(this.schema, path)),
      copy: (path) => this.copy(path),
    };
    drawList(this.frame.querySelector("[data-fields]"), this.schema, this.chosen, this.words, acts, this.only);
  }

  drawSettings() {
    const place = this.frame.querySelector("[data-settings]");
    if (!this.chosen) {
      place.textContent = this.words.says.none;
      return;
    }
    const component = componentAt(this.schema, this.chosen);
    drawSettings(place, component, this.words, (redraw) => this.edited(redraw), this.only);
  }

  drawBar() {
    this.frame.querySelector("[data-act=undo]").disabled = this.past.length < 2;
    this.frame.querySelector("[data-act=redo]").disabled = !this.future.length;
  }

  choose(path) {
    this.chosen = path;
    this.draw();
  }

  /** An act on the list; it answers where one stands afterwards. */
  change(act) {
    this.chosen = act();
    this.edited(true);
  }

  copy(path) {
    const copied = structuredCopy(componentAt(this.schema, path));
    const own = fresh(this.schema, copied.type, "");
    for (const name of ["id", "key", "path"]) if (copied[name] && own[name]) copied[name] = own[name];
    this.change(() => added(this.schema, path, copied));
  }

  add(kind) {
    this.change(() => added(this.schema, this.chosen, fresh(this.schema, kind, this.words.kinds[kind])));
    this.frame.querySelector("[data-settings] input, [data-settings] textarea")?.focus();
  }

  edited(redraw) {
    this.past.push(this.text());
    this.past.splice(0, this.past.length - MOST_STEPS);
    this.future = [];
    this.tell(redraw);
  }

  /** Typing keeps its place: the list is drawn anew, the settings only where their own number changes. */
  tell(redraw) {
    const typing = this.frame.querySelector("[data-settings]").contains(document.activeElement) && document.activeElement.tagName !== "BUTTON";
    if (redraw && !typing) this.draw();
    else if (redraw) this.drawFields();
    this.drawBar();
    for (const call of this.changedCalls) call();
  }

  undo() {
    if (this.past.length < 2) return;
    this.future.push(this.past.pop());
    this.goTo(this.past[this.past.length - 1]);
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(this.future.pop());
    this.goTo(this.past[this.past.length - 1]);
  }

  goTo(text) {
    this.schema = JSON.parse(text);
    if (this.chosen && !exists(this.schema, this.chosen)) this.chosen = this.schema.components.length ? [0] : null;
    this.draw();
    for (const call of this.changedCalls) call();
  }
}

function exists(schema, path) {
  return path.reduce((holder, index) => holder?.components?.[index], schema) !== undefined;
}

function structuredCopy(value) {
  return JSON.parse(JSON.stringify(value));
}

async function begin() {
  const frame = document.querySelector("[data-editor]");
  const words = JSON.parse(document.querySelector("[data-words]").textContent);
  const mine = frame.dataset.mine === "yes";
  let editor = null;
  const keeper = new Keeper(frame, () => editor.text());
  const left = mine ? keeper.left() : null;
  try {
    const schema = JSON.parse(left ?? (await (await fetch(frame.dataset.source)).text()));
    if (!Array.isArray(schema?.components)) throw new Error("no list of components");
    editor = new FormEditor(frame, schema, words, !mine);
  } catch (error) {
    console.error(error);
    keeper.say(frame.dataset.wordsBroken, "warning");
    document.body.dataset.editorReady = "broken";
    return;
  }
  window.studio = { editor, keeper };
  editor.draw();
  editor.changedCalls.push(previewer(frame, () => editor.text(), words));
  if (mine) {
    editor.changedCalls.push(() => keeper.changed());
    const act = (name) => frame.querySelector(`[data-act=${name}]`);
    act("undo").addEventListener("click", () => editor.undo());
    act("redo").addEventListener("click", () => editor.redo());
    act("add").addEventListener("click", () => editor.add(frame.querySelector("[data-add-kind]").value));
  }
  if (left) keeper.restored();
  document.body.dataset.editorReady = "yes";
}

begin();
