// What lies before an element: the user tasks whose answers may be asked there, the nearest first.

import { is } from "bpmn-js/lib/util/ModelUtil";
import { extensionOf } from "./extensions.js";

/** The form ids of the user tasks one passes on the way to an element. */
export function formsBefore(element) {
  const seen = new Set();
  const forms = [];
  let level = [element.source ?? element];
  while (level.length) {
    const next = [];
    for (const node of level) {
      if (!node || seen.has(node.id)) continue;
      seen.add(node.id);
      const form = is(node, "bpmn:UserTask") && extensionOf(node, "zeebe:FormDefinition")?.formId;
      if (form && !forms.includes(form)) forms.push(form);
      next.push(...(node.incoming ?? []).map((flow) => flow.source), node.host, enclosing(node), ...lastInside(node));
    }
    level = next;
  }
  return forms;
}

function enclosing(node) {
  return node.parent && is(node.parent, "bpmn:SubProcess") ? node.parent : null;
}

/** What a subprocess ends with is known behind it. */
function lastInside(node) {
  if (!is(node, "bpmn:SubProcess")) return [];
  return node.children.filter((child) => is(child, "bpmn:EndEvent"));
}
