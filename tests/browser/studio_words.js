// Clicks through every kind of element: panel, menus, context pad, palette, templates. Answers what the modeller asked a
// word for in vain, and every text on screen with Latin letters in it.
async () => {
  const { modeller } = window.studio;
  const [registry, selection, popup, modeling, factory, canvas] = ["elementRegistry", "selection", "popupMenu", "modeling", "elementFactory", "canvas"].map((name) => modeller.get(name));
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const texts = new Set();
  const grab = (root) => {
    if (!root) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.add(walker.currentNode.data.trim());
    for (const name of ["title", "aria-label", "placeholder"]) {
      for (const one of root.querySelectorAll(`[${name}]`)) texts.add(one.getAttribute(name));
    }
  };
  const panel = document.querySelector("[data-panel]");
  const unfold = async (add) => {
    for (const header of panel.querySelectorAll(".bio-properties-panel-group-header:not(.open)")) header.click();
    await wait(0);
    if (add) for (const button of panel.querySelectorAll(".bio-properties-panel-add-entry")) button.click();
    await wait(0);
    for (const header of panel.querySelectorAll(".bio-properties-panel-collapsible-entry-header:not(.open)")) header.click();
    await wait(0);
  };

  await modeller.createDiagram();
  const root = canvas.getRootElement();
  let [x, y] = [200, 200];
  const place = (attributes, host) => {
    const shape = factory.createShape(attributes);
    if (host) return modeling.createShape(shape, { x: host.x + 10, y: host.y + host.height }, host, { attach: true });
    x = x > 2000 ? 200 : x + 160;
    y = x === 200 ? y + 160 : y;
    return modeling.createShape(shape, { x, y }, root);
  };
  const TRIGGERS = {
    StartEvent: ["", "Message", "Timer", "Conditional", "Signal"],
    EndEvent: ["Error", "Escalation", "Terminate", "Compensate"],
    IntermediateCatchEvent: ["Link"],
    IntermediateThrowEvent: ["Message", "Escalation"],
    BoundaryEvent: ["Error", "Timer", "Escalation"],
  };
  // What shows the same panel as another is met in the menus only.
  const KINDS = ["Task", "UserTask", "ServiceTask", "SendTask", "ReceiveTask", "BusinessRuleTask", "ScriptTask", "CallActivity", "SubProcess", "AdHocSubProcess", "ExclusiveGateway", "EventBasedGateway", "DataObjectReference", "TextAnnotation", "Group"];
  const made = KINDS.map((kind) => place({ type: `bpmn:${kind}`, isExpanded: false }));
  const host = place({ type: "bpmn:UserTask" });
  for (const [type, triggers] of Object.entries(TRIGGERS)) {
    for (const trigger of triggers) {
      const attributes = { type: `bpmn:${type}`, ...(trigger && { eventDefinitionType: `bpmn:${trigger}EventDefinition` }) };
      made.push(place(attributes, type === "BoundaryEvent" ? host : null));
    }
  }
  made.push(modeling.connect(made[KINDS.indexOf("ExclusiveGateway")], made[KINDS.indexOf("ServiceTask")]));
  for (const template of modeller.get("elementTemplates").getAll()) {
    const [applies] = template.appliesTo;
    const event = template.elementType?.eventDefinition;
    const element = place({ type: template.elementType?.value ?? applies, ...(event && { eventDefinitionType: event }) }, applies === "bpmn:BoundaryEvent" ? host : null);
    made.push(modeller.get("elementTemplates").applyTemplate(element, template) ?? element);
  }

  const turned = new Set();
  for (const element of [null, ...made]) {
    selection.select(element);
    await wait(10);
    await unfold(true);
    await unfold(false);
    grab(panel);
    for (const select of [...panel.querySelectorAll("select")]) {
      if (turned.has(select.id) || select.options.length > 8 || select.id.includes("office")) continue;
      turned.add(select.id);
      for (const { value } of [...select.options].reverse()) {
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        await wait(0);
        await unfold(false);
        grab(panel);
      }
    }
    if (!element) continue;
    for (const menu of ["bpmn-replace", "bpmn-append", "color-picker"]) {
      if (popup.isEmpty(element, menu)) continue;
      popup.open(element, menu, { x: 10, y: 10 });
      grab(document.querySelector(".djs-popup"));
      popup.close();
    }
  }
  selection.select(made.slice(0, 3));
  popup.open(made.slice(0, 3), "align-elements", { x: 10, y: 10 });
  await wait(10);
  grab(document.querySelector(".djs-popup"));
  popup.close();
  popup.open(root, "bpmn-create", { x: 10, y: 10 });
  await wait(10);
  grab(document.querySelector(".djs-popup"));
  popup.close();
  modeller.get("overlays").remove({ type: "finding" });
  grab(document.querySelector(".djs-container"));
  return { kinds: made.length, unanswered: [...modeller.translate.unanswered], texts: [...texts].filter((text) => /[A-Za-z]{3}/.test(text)) };
}
