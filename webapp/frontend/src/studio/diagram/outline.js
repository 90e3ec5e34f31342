// The outline: every element of the diagram in words and in reading order, a keyboard path beside the canvas: one Tab
// leads to it, the arrows walk it, Enter selects.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { walkable } from "./walking.js";

/** Keeps `list` in step with the modeller; Enter or a click on an entry selects its element. */
export function outline(modeller, list, choose) {
  let timer = 0;
  const settle = walkable(list);
  const draw = () => {
    list.replaceChildren(...entriesOf(modeller, modeller.get("canvas").getRootElement(), 0));
    settle();
  };
  modeller.on("commandStack.changed", () => {
    clearTimeout(timer);
    timer = setTimeout(redraw, 250);
  });
  modeller.on("selection.changed", ({ newSelection }) => {
    const chosen = new Set(newSelection.map((element) => (element.labelTarget ?? element).id));
    for (const button of list.querySelectorAll("button")) {
      if (chosen.has(button.dataset.element)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-element]");
    if (button) choose(button.dataset.element);
  });

  /** Drawn anew without losing the place of whoever walks it by keyboard. */
  function redraw() {
    const here = list.contains(document.activeElement) ? document.activeElement.dataset.element : null;
    draw();
    if (here) list.querySelector(`[data-element="${CSS.escape(here)}"]`)?.focus();
  }
  draw();
}

function entriesOf(modeller, parent, depth) {
  const drawn = parent.children.filter((child) => !child.labelTarget);
  const nodes = drawn.filter((child) => !child.waypoints).sort(inReadingOrder);
  return nodes.flatMap((node) => [
    entry(modeller, node, depth),
    ...node.outgoing.filter((flow) => is(flow, "bpmn:SequenceFlow") && saysSomething(flow)).map((flow) => entry(modeller, flow, depth + 1)),
    ...entriesOf(modeller, node, depth + 1),
  ]);
}

/** A flow is worth an entry where it has a name or a condition; the others follow from the steps. */
function saysSomething(flow) {
  const { name, conditionExpression } = getBusinessObject(flow);
  return Boolean(name || conditionExpression);
}

function inReadingOrder(one, other) {
  return one.x - other.x || one.y - other.y;
}

function entry(modeller, element, depth) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.element = element.id;
  button.className = `outline-depth-${Math.min(depth, 4)}`;
  const kind = document.createElement("span");
  kind.className = "quiet";
  kind.textContent = kindOf(modeller, element);
  button.append(`${getBusinessObject(element).name || element.id} `, kind);
  item.append(button);
  return item;
}

function kindOf(modeller, element) {
  const type = element.type.replace("bpmn:", "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return modeller.translate(type.charAt(0).toUpperCase() + type.slice(1));
}
