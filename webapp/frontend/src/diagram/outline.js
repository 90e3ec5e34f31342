// The outline of steps on the page is the one source of what the picture shows: each entry names its element of the
// diagram, its state, who holds it and what is to be read. Picture and outline can therefore never disagree, and a
// person who does not see the picture misses nothing.

const ENTRY = "[data-element]";

/** What one entry of the outline says of its step. */
function stepOf(entry) {
  const { element, state, holder, light, lightWord, count } = entry.dataset;
  return {
    element,
    state, // done, active, coming, cancelled
    holder: holder || "",
    light: light || "",
    lightWord: lightWord || "",
    count: Number(count || 0),
    link: entry.querySelector("a[data-step-link]")?.href ?? null,
  };
}

/** All steps the outline lists, in its order. */
export function stepsIn(outline) {
  return [...outline.querySelectorAll(ENTRY)].map(stepOf);
}

/** What every other element of the diagram shows (events, gateways, flows): pairs of element and state. */
export function marksIn(outline) {
  const pairs = outline.querySelector("[data-marks]")?.dataset.marks.trim().split(/\s+/) ?? [];
  return pairs.filter(Boolean).map((pair) => {
    const cut = pair.lastIndexOf(":");
    return { element: pair.slice(0, cut), state: pair.slice(cut + 1) };
  });
}

/** Marks one entry as the one whose details are shown, and unmarks the others. */
export function markChosen(outline, element) {
  for (const entry of outline.querySelectorAll(ENTRY)) {
    const chosen = entry.dataset.element === element;
    entry.classList.toggle("is-chosen", chosen);
    const link = entry.querySelector("a[data-step-link]");
    if (chosen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

/** Calls `choose(element, link)` when a step's link in the outline is followed by a plain click. */
export function onChoice(outline, choose) {
  outline.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.closest(ENTRY).dataset.element, link.href);
  });
}
