// The matter page: the live picture beside the outline. Without this script the outline says everything.

import { markChosen, marksIn, onChoice, stepsIn } from "../diagram/outline.js";
import { choose, paint } from "../diagram/markers.js";
import { fit, goTo, isFar, isInView, showDiagram, zoomBy } from "../diagram/viewer.js";
import { stepPanel } from "../diagram/panel.js";
import { keepUpToDate } from "../live/refresh.js";

/** Wires the picture's buttons: whole picture, current step, closer, farther. */
function wireButtons(frame, viewer, outline) {
  // What somebody holds is meant, not the subprocess around it; the most urgent of several.
  const current = () => {
    const open = stepsIn(outline).filter((step) => step.state === "active" && step.light);
    return open.find((step) => step.light === "red") ?? open[0];
  };
  const acts = {
    fit: () => fit(viewer),
    closer: () => zoomBy(viewer, 1),
    farther: () => zoomBy(viewer, -1),
    current: () => current() && goTo(viewer, current().element),
    large: () => {
      frame.classList.toggle("is-large");
      document.body.classList.toggle("has-large-diagram", frame.classList.contains("is-large"));
      viewer.get("canvas").resized();
      fit(viewer);
    },
  };
  for (const button of frame.querySelectorAll("button[data-diagram-act]")) {
    button.addEventListener("click", () => acts[button.dataset.diagramAct]?.());
  }
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame.classList.contains("is-large")) acts.large();
  });
}

async function xmlAt(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the diagram answered ${answer.status}`);
  return answer.text();
}

async function begin() {
  const page = document.querySelector("[data-matter]");
  const frame = document.querySelector("[data-diagram]");
  const outline = document.querySelector("[data-outline]");
  if (!page || !frame || !outline) return;
  let viewer = null;
  let chosen = null;
  const panel = stepPanel(document.querySelector("[data-step-panel]"), () => {
    if (!viewer) return;
    viewer.get("canvas").resized();
    if (isFar(viewer)) fit(viewer);
    else if (chosen && !isInView(viewer, chosen)) goTo(viewer, chosen);
  });

  function show(element, address) {
    chosen = element;
    markChosen(outline, element);
    if (viewer) choose(viewer, element);
    panel.open(address);
  }

  function repaint() {
    if (viewer) paint(viewer, stepsIn(outline), marksIn(outline));
    if (chosen) markChosen(outline, chosen);
  }

  onChoice(outline, show);
  keepUpToDate(page, repaint);
  try {
    viewer = await showDiagram(frame.querySelector("[data-diagram-canvas]"), await xmlAt(frame.dataset.diagram));
    viewer.get("eventBus").on("element.click", ({ element }) => {
      const step = stepsIn(outline).find((one) => one.element === (element.labelTarget ?? element).id);
      if (step?.link) show(step.element, step.link);
    });
    wireButtons(frame, viewer, outline);
    frame.classList.add("is-shown");
    repaint();
  } catch (error) {
    // The picture cannot be drawn: the outline beside it says the same, and the page says so.
    console.error(error);
    frame.classList.add("is-broken");
  }
  document.body.dataset.diagramReady = "true";
}

begin();
