// The picture itself: bpmn-js's viewer, fitted, coloured by the page's own variables so that it follows dark mode.

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const COLOURS = {
  defaultFillColor: "var(--diagram-fill)",
  defaultStrokeColor: "var(--diagram-stroke)",
  defaultLabelColor: "var(--diagram-label)",
};

const ZOOM_STEP = 1.25;
const SMALLEST = 0.15;
const LARGEST = 2.5;
const MARGIN = 0.94;
// Below this scale words in the boxes can no longer be read: going to a step then comes closer first.
const READABLE = 0.75;
// Below this one nothing of them can be made out at all.
const LEGIBLE = 0.4;

/** Shows the diagram's XML in `canvas` and answers the viewer; raises what bpmn-js raises. */
export async function showDiagram(canvas, xml) {
  const viewer = new NavigatedViewer({ container: canvas, bpmnRenderer: COLOURS });
  await viewer.importXML(xml);
  tellWhenFar(viewer, canvas);
  fit(viewer);
  leaveTheWheelToThePage(canvas);
  leaveTheReadingToTheOutline(canvas);
  return viewer;
}

/** The whole diagram, centred, with a margin that leaves room for the labels on its outermost steps. */
export function fit(viewer) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(canvas.zoom() * MARGIN, "auto");
}

export function zoomBy(viewer, direction) {
  const canvas = viewer.get("canvas");
  const wanted = canvas.zoom() * (direction > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
  canvas.zoom(Math.min(LARGEST, Math.max(SMALLEST, wanted)));
}

/** Whether one looks at the whole from so far that no word of it can be read. */
export function isFar(viewer) {
  return viewer.get("canvas").zoom() < LEGIBLE;
}

/** Seen from far the drawn words are a grey dust of three pixels: they are left out until one comes closer. */
function tellWhenFar(viewer, canvas) {
  // Answering anything would keep the event from those who listen after.
  const tell = () => void canvas.classList.toggle("is-far", isFar(viewer));
  viewer.get("eventBus").on("canvas.viewbox.changed", tell);
  tell();
}

/** Brings an element into the middle of what is visible, close enough to be read. */
export function goTo(viewer, elementId) {
  const element = viewer.get("elementRegistry").get(elementId);
  if (!element) return;
  const canvas = viewer.get("canvas");
  if (canvas.zoom() < READABLE) canvas.zoom(READABLE);
  const seen = canvas.viewbox();
  canvas.viewbox({
    x: element.x + element.width / 2 - seen.width / 2,
    y: element.y + element.height / 2 - seen.height / 2,
    width: seen.width,
    height: seen.height,
  });
}

export function isInView(viewer, elementId) {
  const element = viewer.get("elementRegistry").get(elementId);
  if (!element) return true;
  const seen = viewer.get("canvas").viewbox();
  return (
    element.x >= seen.x &&
    element.y >= seen.y &&
    element.x + element.width <= seen.x + seen.width &&
    element.y + element.height <= seen.y + seen.height
  );
}

/** Screen readers and the Tab key meet the outline, which says the same in order; not two hundred drawn words. */
function leaveTheReadingToTheOutline(canvas) {
  const drawing = canvas.querySelector("svg[data-element-id], .djs-container > svg");
  drawing?.setAttribute("aria-hidden", "true");
  drawing?.setAttribute("tabindex", "-1");
}

/** Without Ctrl the wheel scrolls the page as everywhere else; with Ctrl it zooms the picture. */
function leaveTheWheelToThePage(canvas) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    },
    { capture: true },
  );
}
