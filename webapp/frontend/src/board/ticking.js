// Ticking lines of a list. The bar with what can be done to the ticked ones appears when something is ticked and says
// how many; without this script it is always there. Shift and a click tick a whole stretch.

export function tickable(form) {
  const bar = form.querySelector("[data-bulk-bar]");
  const counter = form.querySelector("[data-bulk-count]");
  const all = () => [...document.querySelectorAll(`input[data-tick][form="${form.id}"]`)];
  let last = null;

  function tell() {
    const ticked = all().filter((box) => box.checked).length;
    bar.hidden = ticked === 0;
    if (counter) counter.textContent = String(ticked);
    for (const whole of document.querySelectorAll("input[data-tick-all]")) {
      whole.checked = ticked > 0 && ticked === all().length;
      whole.indeterminate = ticked > 0 && ticked < all().length;
    }
    for (const box of all()) box.closest("tr")?.classList.toggle("is-ticked", box.checked);
  }

  function stretch(box) {
    const boxes = all();
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (from < 0) return;
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("input[data-tick]");
    if (!box) return;
    if (event.shiftKey && last) stretch(box);
    last = box;
    tell();
  });
  document.addEventListener("change", (event) => {
    const whole = event.target.closest?.("input[data-tick-all]");
    if (whole) for (const box of all()) box.checked = whole.checked;
    if (whole || event.target.matches?.("input[data-tick]")) tell();
  });
  tell();
  return { tell };
}
