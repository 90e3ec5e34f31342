// The page of a play: the diagram with what was passed and what waits. All moves are plain forms; this only shows.

import { showWhatApplies } from "../behaviour/conditions.js";
import { fillPresets } from "../behaviour/presets.js";
import { paint } from "../diagram/markers.js";
import { fit, goTo, showDiagram, zoomBy } from "../diagram/viewer.js";

async function begin() {
  const form = document.getElementById("play-form");
  if (form) [fillPresets, showWhatApplies].forEach((behave) => behave(form));
  const frame = document.querySelector("[data-diagram]");
  const marks = JSON.parse(frame.querySelector("[data-marks]").textContent);
  const waiting = marks.filter((mark) => mark.state === "active");
  try {
    const source = await fetch(frame.dataset.source, { credentials: "same-origin" });
    const viewer = await showDiagram(frame.querySelector("[data-diagram-canvas]"), await source.text());
    frame.classList.add("is-shown");
    paint(viewer, marks.map((mark) => ({ ...mark, holder: "", light: mark.state === "active" ? "green" : "", lightWord: "" })), []);
    const acts = { fit: () => fit(viewer), closer: () => zoomBy(viewer, 1), farther: () => zoomBy(viewer, -1), current: () => waiting.length && goTo(viewer, waiting[waiting.length - 1].element) };
    for (const button of frame.querySelectorAll("[data-diagram-act]")) button.addEventListener("click", acts[button.dataset.diagramAct]);
    // Where something waits is what one wants to see; a small diagram is seen whole anyway.
    if (waiting.length && viewer.get("canvas").zoom() < 0.6) acts.current();
  } catch (error) {
    console.error(error);
    frame.classList.add("is-broken");
  }
  document.body.dataset.diagramReady = "true";
}

begin();
