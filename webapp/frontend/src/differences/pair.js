// Two pictures that move together: whoever looks at a place in one sees the same place in the other.

import { fit, goTo, showDiagram, zoomBy } from "../diagram/viewer.js";
import { paintChanges } from "./painting.js";

async function xmlAt(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the diagram answered ${answer.status}`);
  return answer.text();
}

/** What the list says of each element. */
function changesIn(frame) {
  return [...frame.querySelectorAll("[data-change]")].map((entry) => ({
    element: entry.dataset.change,
    kind: entry.dataset.changeKind,
  }));
}

async function draw(frame, side) {
  const canvas = frame.querySelector(`[data-difference-${side}]`);
  if (!canvas) return null;
  const address = canvas.dataset[side === "before" ? "differenceBefore" : "differenceAfter"];
  const viewer = await showDiagram(canvas, await xmlAt(address));
  paintChanges(viewer, changesIn(frame), side);
  return viewer;
}

/** What one shows the other shows; a picture that is being led does not lead back. */
function moveTogether(pair) {
  let led = null;
  const follow = (leader, follower) => {
    if (led === leader) return;
    const { x, y, width, height } = leader.get("canvas").viewbox();
    led = follower;
    follower.get("canvas").viewbox({ x, y, width, height });
    led = null;
  };
  const [one, other] = pair;
  one.get("eventBus").on("canvas.viewbox.changed", () => follow(one, other));
  other.get("eventBus").on("canvas.viewbox.changed", () => follow(other, one));
}

function wire(frame, viewers) {
  const acts = {
    fit: () => viewers.forEach(fit),
    closer: () => zoomBy(viewers[0], 1),
    farther: () => zoomBy(viewers[0], -1),
  };
  const bar = frame.querySelector("[data-difference-bar]");
  bar.hidden = false;
  for (const button of bar.querySelectorAll("[data-difference-act]")) {
    button.addEventListener("click", () => acts[button.dataset.differenceAct]());
  }
  for (const button of frame.querySelectorAll("[data-change-show]")) {
    button.addEventListener("click", () => show(frame, viewers, button.closest("[data-change]").dataset.change));
  }
}

/** Goes to the element in the picture that has it; the other follows. */
function show(frame, viewers, element) {
  const holder = [...viewers].reverse().find((viewer) => viewer.get("elementRegistry").get(element));
  if (!holder) return;
  goTo(holder, element);
  for (const viewer of viewers) {
    const canvas = viewer.get("canvas");
    viewer.get("elementRegistry").forEach((drawn) => canvas.removeMarker(drawn, "is-chosen"));
    if (viewer.get("elementRegistry").get(element)) canvas.addMarker(element, "is-chosen");
  }
  frame.scrollIntoView({ block: "start" });
}

/** Draws both pictures of one file; answers the newer one, or the only one there is. */
export async function showPair(frame) {
  try {
    const before = await draw(frame, "before");
    const after = await draw(frame, "after");
    if (before && after) moveTogether([before, after]);
    wire(frame, [before, after].filter(Boolean));
    frame.dataset.differenceReady = "true";
    return after ?? before;
  } catch (error) {
    // A picture cannot be drawn (an older file without a drawing): the list below it says everything.
    console.error(error);
    frame.classList.add("is-broken");
    frame.dataset.differenceReady = "broken";
    return null;
  }
}
