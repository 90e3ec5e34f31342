// Reading and writing what the office says of an element: zeebe's extension elements and its named properties.
// Every change is one command, so that one undo takes it back.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const COMMANDS = "properties-panel.multi-command-executor";

/** The extension element of a type (`zeebe:FormDefinition`) an element has, or undefined. */
export function extensionOf(element, type) {
  return getBusinessObject(element).get("extensionElements")?.get("values").find((one) => one.$type === type);
}

/** The value of a named property (`due_rule`), or an empty text. */
export function propertyOf(element, name) {
  return extensionOf(element, "zeebe:Properties")?.get("properties").find((one) => one.name === name)?.value ?? "";
}

/** Sets one attribute of an extension element, making what is not there yet. */
export function setExtension(injector, element, type, attribute, value) {
  const held = extensionOf(element, type);
  if (held) return run(injector, [update(element, held, { [attribute]: value || undefined })]);
  const { commands, holder } = holderOf(injector, element);
  const made = create(injector, type, { [attribute]: value }, holder);
  run(injector, [...commands, update(element, holder, { values: [...holder.get("values"), made] })]);
}

/** Sets a named property; an empty value removes it. */
export function setProperty(injector, element, name, value) {
  const { commands, holder } = holderOf(injector, element);
  let properties = extensionOf(element, "zeebe:Properties");
  if (!properties) {
    properties = create(injector, "zeebe:Properties", { properties: [] }, holder);
    commands.push(update(element, holder, { values: [...holder.get("values"), properties] }));
  }
  const others = properties.get("properties").filter((one) => one.name !== name);
  const held = properties.get("properties").find((one) => one.name === name);
  if (held && value) commands.push(update(element, held, { value }));
  else {
    const made = value ? [create(injector, "zeebe:Property", { name, value }, properties)] : [];
    commands.push(update(element, properties, { properties: [...others, ...made] }));
  }
  run(injector, commands);
}

function holderOf(injector, element) {
  const owner = getBusinessObject(element);
  const held = owner.get("extensionElements");
  if (held) return { commands: [], holder: held };
  const holder = create(injector, "bpmn:ExtensionElements", { values: [] }, owner);
  return { commands: [update(element, owner, { extensionElements: holder })], holder };
}

function create(injector, type, properties, parent) {
  const made = injector.get("bpmnFactory").create(type, properties);
  made.$parent = parent;
  return made;
}

function update(element, moddleElement, properties) {
  return { cmd: "element.updateModdleProperties", context: { element, moddleElement, properties } };
}

function run(injector, commands) {
  injector.get("commandStack").execute(COMMANDS, commands);
}
