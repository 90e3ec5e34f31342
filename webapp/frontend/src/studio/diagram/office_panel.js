// The office's own groups at the top of the properties panel: who, form, limit, clauses, condition.

import { VariableProvider } from "@bpmn-io/variable-resolver";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { ConditionPick } from "./condition_entry.js";
import { Articles, Clauses, EnglishName, FormChoice, Party, Rule, Submit, SubmitEnglish, Who, WhoAdd } from "./office_entries.js";
const AFTER_ALL_OTHERS = 100;
const DECIDES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway"];

/** The modules that put the groups in; `offered` is what the page lets one pick. */
export function officePanel(offered) {
  return {
    __init__: ["officeProperties", "officeVariables"],
    office: ["value", offered],
    officeProperties: ["type", OfficeProperties],
    officeVariables: ["type", OfficeVariables],
  };
}

class OfficeProperties {
  static $inject = ["propertiesPanel", "office"];

  constructor(propertiesPanel, office) {
    this.words = office.words;
    propertiesPanel.registerProvider(AFTER_ALL_OTHERS, this);
  }

  getGroups(element) {
    return (groups) => {
      const ours = this.ours(element);
      return [...groups.slice(0, 1), ...ours, ...groups.slice(1)];
    };
  }

  ours(element) {
    const groups = [];
    const task = is(element, "bpmn:UserTask");
    if (task) groups.push(this.group("office", [["who", Who], ["who-add", WhoAdd], ["form", FormChoice], ["submit", Submit], ["submit-en", SubmitEnglish], ["name-en", EnglishName]]));
    if (task) groups.push(this.group("limit", [["rule", Rule], ["party", Party]]));
    if (is(element, "bpmn:Activity") || is(element, "bpmn:Event")) groups.push(this.group("basis", [["clauses", Clauses], ["articles", Articles]]));
    if (isConditional(element)) groups.push(this.group("condition_pick", [["condition-pick", ConditionPick]]));
    return groups;
  }

  group(name, entries) {
    return {
      id: `office-${name}`,
      label: this.words[name],
      entries: entries.map(([id, component]) => ({ id: `office-${id}`, component })),
    };
  }
}

function isConditional(element) {
  const from = element.source;
  return is(element, "bpmn:SequenceFlow") && (DECIDES.some((kind) => is(from, kind)) || is(from, "bpmn:Activity")) && from.businessObject.default !== element.businessObject;
}

/** The expression editors complete the fields of the forms one passed. */
class OfficeVariables extends VariableProvider {
  static $inject = ["variableResolver", "office"];

  constructor(variableResolver, office) {
    super(variableResolver);
    this.office = office;
  }

  getVariables(element) {
    if (!is(element, "bpmn:Process") && !is(element, "bpmn:Participant")) return [];
    const seen = new Map(this.office.fields.map((field) => [field.key, field]));
    return [...seen.values()].map(({ key, label, form }) => ({ name: key, info: `${label}（${form}）`, scope: element }));
  }
}
