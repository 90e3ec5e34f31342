// What differs, painted on one of the two pictures: a marker class for the line, an overlay with the sign.
// Colour never stands alone: every element that differs carries ＋, －, ✎ or ↔, and the list below says it in words.

const SIGNS = { added: "＋", removed: "－", changed: "✎", moved: "↔" };
const OVERLAY = "difference";
const SHOWN_IN = { before: ["removed", "changed", "moved"], after: ["added", "changed", "moved"] };
const PATHS = ["on-path", "off-path"];

function signFor(kind) {
  const sign = document.createElement("span");
  sign.className = `difference-mark difference-mark-${kind}`;
  sign.textContent = SIGNS[kind];
  return sign;
}

/** Marks every change this side shows; what the picture does not draw (a message, the process) is passed over. */
export function paintChanges(viewer, changes, side) {
  const registry = viewer.get("elementRegistry");
  for (const { element, kind } of changes) {
    const drawn = registry.get(element);
    if (!drawn || !SHOWN_IN[side].includes(kind)) continue;
    viewer.get("canvas").addMarker(drawn, `difference-${kind}`);
    viewer.get("overlays").add(drawn, OVERLAY, { position: placeOf(drawn), html: signFor(kind) });
  }
}

/** A shape carries its sign at its corner, a flow in its middle. */
function placeOf(drawn) {
  if (!drawn.waypoints) return { top: -10, left: -10 };
  const middle = drawn.waypoints[Math.floor(drawn.waypoints.length / 2)];
  const box = boundsOf(drawn.waypoints);
  return { top: middle.y - box.y - 8, left: middle.x - box.x - 8 };
}

function boundsOf(points) {
  return { x: Math.min(...points.map((one) => one.x)), y: Math.min(...points.map((one) => one.y)) };
}

/** Shows a scenario's path: what it takes now, and what it was expected to take and does not. */
export function paintPath(viewer, taken, expected) {
  const canvas = viewer.get("canvas");
  viewer.get("elementRegistry").forEach((drawn) => PATHS.forEach((name) => canvas.removeMarker(drawn, name)));
  const mark = (element, name) => viewer.get("elementRegistry").get(element) && canvas.addMarker(element, name);
  taken.forEach((element) => mark(element, "on-path"));
  expected.filter((element) => !taken.includes(element)).forEach((element) => mark(element, "off-path"));
}
