// The handbook's picture. Without this script the steps below it say everything.

import { showDiagram } from "../diagram/viewer.js";

async function begin() {
  for (const frame of document.querySelectorAll("[data-handbook-diagram]")) {
    try {
      const answer = await fetch(frame.dataset.handbookDiagram, { credentials: "same-origin" });
      const viewer = await showDiagram(frame, await answer.text());
      // Paper has its own width: the drawing itself is put on the page, scaled by its view box.
      const { svg } = await viewer.saveSVG();
      const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
      viewer.destroy();
      drawing.removeAttribute("width");
      drawing.removeAttribute("height");
      frame.replaceChildren(document.importNode(drawing, true));
      frame.classList.add("is-shown");
    } catch (error) {
      console.error(error);
      frame.remove();
    }
  }
  document.body.dataset.handbookReady = "true";
}

begin();
