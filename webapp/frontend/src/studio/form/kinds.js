// What one can set for each kind of field: a setting's name, where it stands in the schema, how it is asked.

const NAMED = [["label", "label"], ["label_en", "properties.label_en"], ["key", "key"], ["description", "description"], ["description_en", "properties.description_en"]];
const HIDING = [["hide", "conditional.hide"]];
const ANSWERED = [["required", "validate.required", "tick"], ["readonly", "readonly", "tick"], ["fresh", "properties.fresh", "flag"]];
const LENGTHS = [["min_length", "validate.minLength", "number"], ["max_length", "validate.maxLength", "number"], ["pattern", "validate.pattern"]];
const PRESETS = [["presets", "properties.presets"], ["presets_en", "properties.presets_en"]];
const CHOICES = [["options_from", "valuesExpression"], ["options", "values", "options"]];
const DATED = NAMED.map(([name, place]) => [name, place === "label" ? "dateLabel" : place]);
const HELD = NAMED.map(([name, place]) => [name, place === "key" ? "path" : place]);

const SETTINGS = {
  textfield: [...NAMED, ...ANSWERED, ...LENGTHS, ...HIDING],
  textarea: [...NAMED, ...ANSWERED, ...LENGTHS, ...PRESETS, ...HIDING],
  number: [...NAMED, ...ANSWERED, ["min", "validate.min", "limit"], ["max", "validate.max", "limit"], ["decimals", "decimalDigits", "number"], ...HIDING],
  datetime: [...DATED, ["subtype", "subtype", "subtype"], ...ANSWERED, ["no_past", "disallowPassedDates", "tick"], ...HIDING],
  checkbox: [...NAMED, ...ANSWERED, ...HIDING],
  radio: [...NAMED, ...ANSWERED, ...CHOICES, ["default", "defaultValue"], ...HIDING],
  select: [...NAMED, ...ANSWERED, ...CHOICES, ["default", "defaultValue"], ...HIDING],
  checklist: [...NAMED, ...ANSWERED, ...CHOICES, ...HIDING],
  taglist: [...NAMED, ...ANSWERED, ...CHOICES, ...HIDING],
  filepicker: [...NAMED, ...ANSWERED, ["multiple", "multiple", "tick"], ["accept", "accept"], ...HIDING],
  text: [["text", "text", "long"], ["text_en", "properties.text_en", "long"], ...HIDING],
  group: [["label", "label"], ["label_en", "properties.label_en"], ...HIDING],
  dynamiclist: [...HELD, ["rows", "defaultRepetitions", "number"], ["fresh", "properties.fresh", "flag"], ...HIDING],
  expression: [["key", "key"], ["expression", "expression"]],
};

const WITHOUT_RULES = ["text", "group", "separator", "spacer", "expression"];

/** The settings of a component: `[name, place, how]`. */
export function settingsOf(component) {
  const settings = SETTINGS[component.type] ?? [];
  // A time's title stands under another name; what the file uses already is kept.
  if (component.type !== "datetime") return settings;
  const used = ["dateLabel", "timeLabel", "label"].find((name) => component[name]) ?? "dateLabel";
  return settings.map(([name, place, how]) => [name, place === "dateLabel" ? used : place, how]);
}

export function hasRules(component) {
  return !WITHOUT_RULES.includes(component.type);
}

/** What a field is called in the list. */
export function titleOf(component) {
  return component.label || component.dateLabel || component.timeLabel || component.text || component.key || component.path || "";
}
