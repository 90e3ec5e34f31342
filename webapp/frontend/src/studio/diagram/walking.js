// One stop of the Tab key for a long list of buttons: inside it the arrows, Home and End walk. Letters are left to the
// modeller, whose shortcuts they are.

/** Lets the keyboard walk `list`; call what it gives back whenever the list's buttons were made anew. */
export function walkable(list) {
  const buttons = () => [...list.querySelectorAll("button")];

  function stopAt(button) {
    for (const one of buttons()) one.tabIndex = one === button ? 0 : -1;
  }

  list.addEventListener("focusin", ({ target }) => target.matches("button") && stopAt(target));
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = buttons();
    const here = all.indexOf(document.activeElement);
    const wanted = { ArrowDown: all[here + 1], ArrowUp: all[here - 1], Home: all[0], End: all.at(-1) };
    if (!(event.key in wanted)) return;
    event.preventDefault();
    event.stopPropagation(); // the canvas moves by the same keys
    wanted[event.key]?.focus();
  });

  return () => stopAt(list.querySelector("button[aria-current]") ?? buttons()[0]);
}
