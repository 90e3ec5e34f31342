// The settings of the chosen field. Each control writes into the component and says that something has changed.

import { hasRules, settingsOf } from "./kinds.js";
import { mustsOf, nextMust, setAt, valueAt } from "./model.js";

const OPTION_PARTS = ["value", "label", "label_en"];

/** Draws the settings of `component` into `place`; `changed(redraw)` is called at each edit. */
export function drawSettings(place, component, words, changed, only) {
  const parts = settingsOf(component).map(([name, at, how]) => control(component, name, at, how ?? "words", words, changed));
  if (hasRules(component)) parts.push(rules(component, words, changed));
  place.replaceChildren(...parts);
  if (only) for (const input of place.querySelectorAll("input, textarea, select, button")) input.disabled = true;
}

function control(component, name, at, how, words, changed) {
  if (how === "options") return options(component, words, changed);
  const id = `set-${at.replace(/\W/g, "-")}`;
  const value = valueAt(component, at);
  const isExpression = typeof value === "string" && value.startsWith("=");
  if ((how === "tick" && !isExpression) || how === "flag") return tick(component, id, words.settings[name], at, how, value, changed);
  const input = how === "subtype" ? subtypes(words, value) : make(how === "long" ? "textarea" : "input", { value: value ?? "" });
  if (how === "long") input.rows = 4;
  if (how === "number") input.inputMode = "numeric";
  input.addEventListener("input", () => {
    setAt(component, at, typed(input.value, how));
    changed(name === "label" || name === "text");
  });
  return field(input, id, words.settings[name], words.hints[name]);
}

/** A number where one is meant; a limit may be an expression; everything else as it was typed. */
function typed(text, how) {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text.trim());
  return (how === "number" || how === "limit") && isNumber ? Number(text) : text;
}

function tick(component, id, label, at, how, value, changed) {
  const input = make("input", { type: "checkbox", id, checked: value === true || value === "true" });
  input.addEventListener("change", () => {
    setAt(component, at, input.checked && (how === "flag" ? "true" : true));
    changed(false);
  });
  const line = make("label", { className: "choice set-tick" });
  line.append(input, ` ${label}`);
  return line;
}

function subtypes(words, value) {
  const select = make("select", {});
  for (const kind of ["date", "time", "datetime"]) select.add(new Option(words.says[kind], kind, false, kind === value));
  return select;
}

function options(component, words, changed) {
  const box = fieldset(words.settings.options);
  const values = component.values ?? [];
  values.forEach((option, index) => {
    const line = make("div", { className: "set-option" });
    for (const part of OPTION_PARTS) {
      const label = `${words.says[part === "value" ? "option_value" : `option_${part}`]} ${index + 1}`;
      const input = make("input", { className: "form-control form-control-small", value: valueOf(option, part), placeholder: words.says[part === "value" ? "option_value" : `option_${part}`] });
      input.setAttribute("aria-label", label);
      input.addEventListener("input", () => {
        component.values[index] = { ...(typeof option === "object" ? component.values[index] : { value: option, label: option }) };
        setAt(component.values[index], part, input.value);
        changed(false);
      });
      line.append(input);
    }
    line.append(button("×", `${words.says.remove} ${index + 1}`, () => {
      component.values.splice(index, 1);
      changed(true);
    }));
    box.append(line);
  });
  box.append(button(words.says.add_option, "", () => {
    const number = String(values.length + 1);
    component.values = [...values, { value: number, label: number }];
    changed(true);
  }));
  return box;
}

function valueOf(option, part) {
  if (typeof option !== "object") return part === "label_en" ? "" : option;
  return option[part] ?? "";
}

function rules(component, words, changed) {
  const box = fieldset(words.settings.must);
  for (const name of mustsOf(component)) {
    for (const [part, label] of [["", "must"], ["_zh", "must_zh"], ["_en", "must_en"]]) {
      const at = `properties.${name}${part}`;
      const input = make("input", { value: valueAt(component, at) ?? "" });
      input.addEventListener("input", () => {
        // An emptied rule stays until it is removed: its sentences belong to it.
        component.properties[`${name}${part}`] = input.value;
        changed(false);
      });
      box.append(field(input, `set-${name}${part}`, words.settings[label], words.hints[label]));
    }
    box.append(button(words.says.remove, `${words.says.remove} ${name}`, () => {
      for (const part of ["", "_zh", "_en"]) setAt(component, `properties.${name}${part}`, "");
      changed(true);
    }));
  }
  box.append(button(words.says.add_must, "", () => {
    component.properties = { ...(component.properties ?? {}), [nextMust(component)]: "=true" };
    changed(true);
  }));
  return box;
}

function field(input, id, label, hint) {
  input.id = id;
  input.classList.add(input.tagName === "SELECT" ? "form-select" : "form-control", "form-control-small");
  const wrap = make("div", { className: "set-field" });
  const words = make("label", { textContent: label });
  words.htmlFor = id;
  wrap.append(words, input);
  if (hint) wrap.append(make("p", { className: "help", textContent: hint }));
  return wrap;
}

function fieldset(legend) {
  const box = make("fieldset", { className: "set-group" });
  box.append(make("legend", { textContent: legend }));
  return box;
}

function button(words, label, act) {
  const made = make("button", { type: "button", className: "btn btn-small btn-quiet", textContent: words });
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
