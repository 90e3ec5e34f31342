// The fields of the office's own part of the properties panel. Components are constants of the module: made anew at
// each look they would lose what is being typed.

import { SelectEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useRef } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";
import { extensionOf, propertyOf, setExtension, setProperty } from "./extensions.js";

const ASSIGNMENT = "zeebe:AssignmentDefinition";
const FORM = "zeebe:FormDefinition";

export function Who({ element, id }) {
  const [injector, { words }, debounce] = [useService("injector"), useService("office"), useService("debounceInput")];
  return h(TextFieldEntry, {
    id, element, debounce, label: words.who, description: words.who_help, getValue: () => groupsOf(element),
    setValue: (value) => setExtension(injector, element, ASSIGNMENT, "candidateGroups", value),
  });
}

export function WhoAdd({ element, id }) {
  const [injector, { words, groups }] = [useService("injector"), useService("office")];
  const held = codes(groupsOf(element), ",");
  return h(Picker, {
    id, words, label: words.who_add, options: groups.filter((one) => !held.includes(one.value)).map(named),
    onPick: (code) => setExtension(injector, element, ASSIGNMENT, "candidateGroups", [...held, code].join(", ")),
  });
}

export function FormChoice({ element, id }) {
  const [injector, { words, forms, formEditor }] = [useService("injector"), useService("office")];
  const held = extensionOf(element, FORM)?.formId ?? "";
  const known = held && !forms.includes(held) ? [held, ...forms] : forms;
  return h("div", null, [
    h(SelectEntry, {
      id, element, label: words.form, getValue: () => held, setValue: (value) => setExtension(injector, element, FORM, "formId", value),
      getOptions: () => [{ value: "", label: words.none }, ...known.map((form) => ({ value: form, label: form }))],
    }),
    forms.includes(held) && h("p", { class: "office-said" }, h("a", { href: `${formEditor}${encodeURIComponent(held)}.json`, target: "_blank" }, words.form_open)),
  ]);
}

export function Rule({ element, id }) {
  const [injector, { words, rules }] = [useService("injector"), useService("office")];
  const held = propertyOf(element, "due_rule");
  const known = held && !rules.some((one) => one.value === held) ? [{ value: held, label: held }, ...rules] : rules;
  return h(SelectEntry, {
    id, element, label: words.rule, getValue: () => held, setValue: (value) => setProperty(injector, element, "due_rule", value),
    getOptions: () => [{ value: "", label: words.none }, ...known.map(named)],
  });
}

/** A text field over one named property. */
function texted(name, label, description) {
  return function PropertyText({ element, id }) {
    const [injector, { words }, debounce] = [useService("injector"), useService("office"), useService("debounceInput")];
    return h(TextFieldEntry, {
      id, element, debounce, label: words[label], description: description && words[description],
      getValue: () => propertyOf(element, name), setValue: (value) => setProperty(injector, element, name, value),
    });
  };
}

export const Party = texted("party", "party", "party_help");
export const Articles = texted("articles", "articles");
export const EnglishName = texted("name_en", "name_en");
export const Submit = texted("submit_zh", "submit");
export const SubmitEnglish = texted("submit_en", "submit_en");

/** The clauses a step fulfils, each in the list's own words, and the list in force to pick from. */
export function Clauses({ element, id }) {
  const [injector, { words, clauses }] = [useService("injector"), useService("office")];
  const held = codes(propertyOf(element, "clauses"), " ");
  const set = (list) => setProperty(injector, element, "clauses", list.join(" "));
  const textOf = (code) => clauses.find((one) => one.value === code)?.label ?? "";
  return h("div", null, [
    h("p", { class: "office-label" }, words.clauses),
    h("ul", { class: "office-clauses" }, held.map((code) => h("li", { key: code, title: textOf(code) }, [
      h("b", null, code), h("span", null, textOf(code)),
      h("button", { type: "button", "aria-label": `${words.remove} ${code}`, onClick: () => set(held.filter((one) => one !== code)) }, "×"),
    ]))),
    h(Picker, {
      id, words, label: words.clause_add, onPick: (code) => set([...held, code]),
      options: clauses.filter((one) => !held.includes(one.value)).map((one) => ({ value: one.value, label: `${one.value} ${one.label}`.slice(0, 60) })),
    }),
  ]);
}

/** One of many to add. Nothing is added by walking the list with the arrows: that takes the button beside it. */
function Picker({ id, label, options, words, onPick }) {
  const list = useRef(null);
  const field = `office-pick-${id}`;
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, [
    h("label", { class: "bio-properties-panel-label", for: field }, label),
    h("div", { class: "office-pick" }, [
      h("select", { id: field, class: "bio-properties-panel-input", ref: list }, [
        h("option", { value: "" }, words.choose),
        ...options.map((one) => h("option", { key: one.value, value: one.value }, one.label)),
      ]),
      h("button", { type: "button", onClick: () => list.current.value && onPick(list.current.value) }, words.add),
    ]),
  ]);
}

function groupsOf(element) {
  return extensionOf(element, ASSIGNMENT)?.candidateGroups ?? "";
}

function codes(text, separator) {
  return text.startsWith("=") ? [text] : text.split(separator).map((one) => one.trim()).filter(Boolean);
}

function named(one) {
  return { value: one.value, label: `${one.label}（${one.value}）` };
}
