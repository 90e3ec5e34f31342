// Conditions between what is picked and FEEL: field, comparison, value. What people wrote by hand in another shape is
// left to them. Pure: no page, no modeller.

const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*";
const LITERAL = '"(?:[^"\\\\]|\\\\.)*"|-?\\d+(?:\\.\\d+)?|true|false|date\\("\\d{4}-\\d\\d-\\d\\d"\\)';
const COMPARISON = new RegExp(`^=?\\s*(${NAME})\\s*(=|!=|>=|<=|>|<)\\s*(null|${LITERAL})\\s*$`, "u");
const MEMBER = new RegExp(`^=?\\s*list contains\\(\\s*(${NAME})\\s*,\\s*(${LITERAL})\\s*\\)\\s*$`, "u");

/** Comparisons in FEEL by the name they have in the panel. */
const SIGNS = { equals: "=", differs: "!=", more: ">", least: ">=", less: "<", most: "<=" };
const WITHOUT_VALUE = { filled: "!= null", empty: "= null" };

/** `{field, operator, value}` of an expression, or null where it is of another shape. */
export function read(expression) {
  const member = MEMBER.exec(expression);
  if (member) return { field: member[1], operator: "contains", value: plain(member[2]) };
  const compared = COMPARISON.exec(expression);
  if (!compared) return null;
  const [, field, sign, literal] = compared;
  if (literal === "null") return ["=", "!="].includes(sign) ? { field, operator: sign === "=" ? "empty" : "filled", value: "" } : null;
  return { field, operator: Object.keys(SIGNS).find((name) => SIGNS[name] === sign), value: plain(literal) };
}

/** The expression of what was picked, or null while something is still missing. `kind` is the field's type. */
export function write({ field, operator, value }, kind) {
  if (!field || !operator) return null;
  if (operator in WITHOUT_VALUE) return `=${field} ${WITHOUT_VALUE[operator]}`;
  if (value === undefined || value === "") return null;
  const literal = written(value, kind);
  if (literal === null) return null;
  return operator === "contains" ? `=list contains(${field}, ${literal})` : `=${field} ${SIGNS[operator]} ${literal}`;
}

/** The comparisons that make sense for a kind of field. */
export function operatorsFor(kind) {
  if (kind === "number" || kind === "datetime") return ["equals", "differs", "more", "least", "less", "most", "filled", "empty"];
  if (kind === "checkbox") return ["equals"];
  if (kind === "checklist" || kind === "taglist") return ["contains", "filled", "empty"];
  return ["equals", "differs", "filled", "empty"];
}

export function needsValue(operator) {
  return Boolean(operator) && !(operator in WITHOUT_VALUE);
}

function plain(literal) {
  if (literal.startsWith('"')) return JSON.parse(literal);
  return literal.startsWith("date(") ? literal.slice(6, -2) : literal;
}

function written(value, kind) {
  if (kind === "checkbox") return value === "true" || value === "false" ? value : null;
  if (kind === "number") return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
  if (kind === "datetime") return /^\d{4}-\d\d-\d\d$/.test(value) ? `date("${value}")` : null;
  return JSON.stringify(value);
}
