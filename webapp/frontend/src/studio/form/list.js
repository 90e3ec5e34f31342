// The list of fields: choose one with a click or Enter, order it with buttons or Alt and the arrows.

import { titleOf } from "./kinds.js";
import { listed } from "./model.js";

/** Draws the list; `acts` are `choose`, `move`, `copy`, `remove`, each called with a path. */
export function drawList(place, schema, chosen, words, acts, only) {
  const here = place.contains(document.activeElement);
  place.replaceChildren(...listed(schema).map((entry) => line(entry, chosen, words, acts, only)));
  if (here) place.querySelector("[aria-current]")?.focus();
}

function line({ component, path, depth }, chosen, words, acts, only) {
  const item = document.createElement("li");
  const isChosen = chosen && path.join() === chosen.join();
  item.className = `fields-line form-depth-${Math.min(depth, 3)}`;
  const choose = document.createElement("button");
  choose.type = "button";
  choose.className = "form-name";
  choose.dataset.path = path.join(".");
  choose.append(titleOf(component) || words.says.untitled, " ", kind(words.kinds[component.type] ?? component.type));
  if (isChosen) choose.setAttribute("aria-current", "true");
  choose.addEventListener("click", () => acts.choose(path));
  choose.addEventListener("keydown", (event) => {
    if (only || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    acts.move(path, event.key === "ArrowUp" ? -1 : 1);
  });
  item.append(choose);
  if (isChosen && !only) {
    const name = titleOf(component);
    const tools = document.createElement("span");
    tools.className = "form-tools";
    tools.append(tool("↑", `${words.says.up} ${name}`, () => acts.move(path, -1)), tool("↓", `${words.says.down} ${name}`, () => acts.move(path, 1)), tool(words.says.copy, `${words.says.copy} ${name}`, () => acts.copy(path)), tool("×", `${words.says.remove} ${name}`, () => acts.remove(path)));
    item.append(tools);
  }
  return item;
}

function kind(words) {
  return Object.assign(document.createElement("span"), { className: "quiet", textContent: words });
}

function tool(sign, label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: label });
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}
