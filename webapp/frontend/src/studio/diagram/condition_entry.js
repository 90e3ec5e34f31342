// A condition by picking: field of an earlier form, comparison, value. It writes the FEEL expression the panel shows below.

import { SelectEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useState } from "@bpmn-io/properties-panel/preact/hooks";
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { useService } from "bpmn-js-properties-panel";
import { needsValue, operatorsFor, read, write } from "./conditions.js";
import { formsBefore } from "./upstream.js";

/** The three fields; while they are incomplete the expression stays as it was. */
export function ConditionPick({ element }) {
  const injector = useService("injector");
  const { fields, words } = useService("office");
  const expression = getBusinessObject(element).get("conditionExpression")?.get("body") ?? "";
  const known = fieldsFor(element, fields);
  const [half, setHalf] = useState({ of: null });
  const kept = half.of === element.id ? half : null;
  const picked = kept ?? read(expression) ?? { field: "", operator: "", value: "" };
  const field = known.find((one) => one.key === picked.field) ?? fields.find((one) => one.key === picked.field);
  if (expression && !kept && !read(expression)) return h("p", { class: "office-said" }, words.typed);

  function pick(changes) {
    const next = { ...picked, ...changes };
    const kind = fields.find((one) => one.key === next.field)?.type;
    if (!operatorsFor(kind).includes(next.operator)) next.operator = operatorsFor(kind)[0];
    const body = write(next, kind);
    setHalf(body === null ? { ...next, of: element.id } : { of: null });
    if (body !== null && body !== expression) setCondition(injector, element, body);
  }

  const parts = [
    h(SelectEntry, {
      id: "condition-field", element, label: words.field, getValue: () => picked.field,
      setValue: (key) => pick({ field: key, value: "" }), getOptions: () => fieldOptions(known, picked.field, words),
    }),
    h(SelectEntry, {
      id: "condition-operator", element, label: words.operator, getValue: () => picked.operator, setValue: (operator) => pick({ operator }),
      getOptions: () => operatorsFor(field?.type).map((name) => ({ value: name, label: words[name] })),
    }),
  ];
  if (needsValue(picked.operator)) parts.push(valueEntry(element, field, picked, words, pick));
  return h("div", null, parts);
}

function valueEntry(element, field, picked, words, pick) {
  const options = field?.type === "checkbox" ? [{ value: "true", label: words.yes }, { value: "false", label: words.no }] : (field?.options ?? []);
  const common = { id: "condition-value", element, label: words.value, getValue: () => picked.value, setValue: (value) => pick({ value }) };
  if (!options.length) return h(TextFieldEntry, { ...common, debounce: useService("debounceInput") });
  return h(SelectEntry, { ...common, getOptions: () => [{ value: "", label: words.choose }, ...options] });
}

/** The fields of the forms on the way here, the nearest first; of a key asked twice the nearest form's. */
function fieldsFor(element, fields) {
  const order = formsBefore(element);
  const before = order.flatMap((form) => fields.filter((field) => field.form === form));
  const once = new Map();
  for (const field of before) if (!once.has(field.key)) once.set(field.key, field);
  return [...once.values()];
}

function fieldOptions(known, chosen, words) {
  const options = known.map((field) => ({ value: field.key, label: `${field.label}（${field.form}）` }));
  if (chosen && !known.some((field) => field.key === chosen)) options.push({ value: chosen, label: chosen });
  return [{ value: "", label: words.choose }, ...options];
}

function setCondition(injector, element, body) {
  const owner = getBusinessObject(element);
  const conditionExpression = injector.get("bpmnFactory").create("bpmn:FormalExpression", { body });
  conditionExpression.$parent = owner;
  injector.get("modeling").updateModdleProperties(element, owner, { conditionExpression });
}
