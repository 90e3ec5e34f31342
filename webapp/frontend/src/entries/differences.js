// Pages that compare two versions: both pictures painted, moving together. Without this script the list says all.

import { paintPath } from "../differences/painting.js";
import { showPair } from "../differences/pair.js";

async function begin() {
  const viewers = [];
  for (const frame of document.querySelectorAll("[data-difference]")) viewers.push(await showPair(frame));
  const newest = viewers.find(Boolean);
  for (const path of document.querySelectorAll("[data-path]")) {
    const words = (text) => text.split(" ").filter(Boolean);
    if (newest) paintPath(newest, words(path.dataset.path), words(path.dataset.pathExpected));
  }
  document.body.dataset.differencesReady = "true";
}

begin();
