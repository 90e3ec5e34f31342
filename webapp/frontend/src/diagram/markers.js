// What a step's state looks like on the picture: a marker class for the colour, an overlay for the words.
// Colour never stands alone: an overdue step carries ▲, a step near its limit ◆, a step under way its holder's post.

const STATE_CLASSES = ["is-container", "is-done", "is-active", "is-coming", "is-cancelled", "is-late", "is-near", "is-chosen"];
const OVERLAY = "step";
const SHAPES = { red: "▲", amber: "◆", green: "●", grey: "‖" };
const URGENCY = ["red", "amber", "green", "grey"];

function classesFor(step) {
  const classes = [`is-${step.state}`];
  if (step.state === "active" && step.light === "red") classes.push("is-late");
  if (step.state === "active" && step.light === "amber") classes.push("is-near");
  return classes;
}

function span(className, words) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = words;
  return element;
}

/** The small label on a step under way: ▲ 已逾期2天 · 市应急管理局局长. */
function labelFor(step) {
  const label = document.createElement("div");
  label.className = `step-label light-${step.light || "none"}`;
  const shape = SHAPES[step.light];
  if (shape) label.append(span("step-label-shape", shape));
  if (step.holder) label.append(span("step-label-holder", step.holder));
  if (step.lightWord) label.append(span("step-label-light", step.lightWord));
  return label.childElementCount ? label : null;
}

/** The step whose holder is named even from afar; of the others only the shape is shown there. */
function mostUrgent(steps) {
  const open = steps.filter((step) => step.state === "active" && step.light);
  return open.sort((one, other) => URGENCY.indexOf(one.light) - URGENCY.indexOf(other.light))[0];
}

/** How often a step was done, where it was more than once (a second round, several co-organisers). */
function countFor(step) {
  return step.count > 1 ? span("step-count", `×${step.count}`) : null;
}

/** An open subprocess: its state is told by its line alone, so that what stands in it can be read. */
function isContainer(element) {
  return element.children.some((child) => !child.labelTarget);
}

function clear(viewer, element) {
  const canvas = viewer.get("canvas");
  for (const name of STATE_CLASSES) if (name !== "is-chosen") canvas.removeMarker(element, name);
}

/** Paints the steps of the outline and the marks of all other elements; what the diagram lacks is passed over. */
export function paint(viewer, steps, marks) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  overlays.remove({ type: OVERLAY });
  registry.forEach((element) => clear(viewer, element));
  const told = new Set(steps.map((step) => step.element));
  for (const mark of marks) {
    if (told.has(mark.element) || !registry.get(mark.element)) continue;
    canvas.addMarker(mark.element, mark.state === "overdue" ? "is-active" : `is-${mark.state}`);
  }
  const first = mostUrgent(steps);
  for (const step of steps) {
    const element = registry.get(step.element);
    if (!element) continue;
    if (isContainer(element)) canvas.addMarker(element, "is-container");
    for (const name of classesFor(step)) canvas.addMarker(element, name);
    const label = step.state === "active" ? labelFor(step) : null;
    const count = countFor(step);
    const scale = { min: 0.85, max: 1.1 };
    label?.classList.toggle("is-first", step === first);
    if (label) overlays.add(element, OVERLAY, { position: { top: -14, left: 4 }, html: label, scale });
    if (count) overlays.add(element, OVERLAY, { position: { bottom: 10, right: 16 }, html: count, scale });
  }
}

/** Marks the step whose details are open. */
export function choose(viewer, elementId) {
  const canvas = viewer.get("canvas");
  viewer.get("elementRegistry").forEach((element) => canvas.removeMarker(element, "is-chosen"));
  if (elementId && viewer.get("elementRegistry").get(elementId)) canvas.addMarker(elementId, "is-chosen");
}
