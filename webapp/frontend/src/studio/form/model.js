// The form-js schema as it is edited: what is not known here stays as it was, in its place. Pure: no page.

const HOLDS = ["group", "dynamiclist"];

/** Every component with where it stands: `{component, path, depth}`, in the order of the page. */
export function listed(schema) {
  const walk = (components, at, depth) =>
    components.flatMap((component, index) => [
      { component, path: [...at, index], depth },
      ...(component.components ? walk(component.components, [...at, index], depth + 1) : []),
    ]);
  return walk(schema.components, [], 0);
}

export function componentAt(schema, path) {
  return path.reduce((holder, index) => holder.components[index], schema);
}

function siblingsOf(schema, path) {
  return componentAt(schema, path.slice(0, -1)).components;
}

/** Moves a component among its neighbours; answers where it stands now. */
export function moved(schema, path, by) {
  const siblings = siblingsOf(schema, path);
  const from = path[path.length - 1];
  const to = Math.min(siblings.length - 1, Math.max(0, from + by));
  siblings.splice(to, 0, ...siblings.splice(from, 1));
  return [...path.slice(0, -1), to];
}

export function removed(schema, path) {
  const siblings = siblingsOf(schema, path);
  siblings.splice(path[path.length - 1], 1);
  if (!siblings.length) return path.length > 1 ? path.slice(0, -1) : null;
  return [...path.slice(0, -1), Math.min(path[path.length - 1], siblings.length - 1)];
}

/** Puts a component into the chosen group, or behind the chosen component, or at the end. */
export function added(schema, path, component) {
  if (!path) {
    schema.components.push(component);
    return [schema.components.length - 1];
  }
  const chosen = componentAt(schema, path);
  if (HOLDS.includes(chosen.type)) {
    chosen.components = [...(chosen.components ?? []), component];
    return [...path, chosen.components.length - 1];
  }
  siblingsOf(schema, path).splice(path[path.length - 1] + 1, 0, component);
  return [...path.slice(0, -1), path[path.length - 1] + 1];
}

/** A new component of a kind, with a name no other has. */
export function fresh(schema, kind, title) {
  const taken = new Set(listed(schema).flatMap(({ component }) => [component.key, component.path, component.id]));
  let number = taken.size;
  while (taken.has(`field_${number}`)) number += 1;
  const made = { type: kind, id: `field_${number}` };
  if (HOLDS.includes(kind)) Object.assign(made, { label: title, components: [] }, kind === "dynamiclist" ? { path: made.id, isRepeating: true, allowAddRemove: true, defaultRepetitions: 1 } : {});
  else if (kind === "text") made.text = title;
  else if (!["separator", "spacer"].includes(kind)) Object.assign(made, { key: made.id, [kind === "datetime" ? "dateLabel" : "label"]: title });
  if (kind === "datetime") made.subtype = "date";
  if (["radio", "select", "checklist", "taglist"].includes(kind)) made.values = [{ value: "1", label: `${title} 1` }];
  return made;
}

/** A value at a dotted place (`properties.label_en`), or undefined. */
export function valueAt(component, place) {
  return place.split(".").reduce((holder, name) => holder?.[name], component);
}

/** Sets a value at a dotted place; an empty one is taken out, with the holder it leaves empty. */
export function setAt(component, place, value) {
  const [name, ...rest] = place.split(".");
  if (rest.length) {
    const holder = component[name] ?? {};
    setAt(holder, rest.join("."), value);
    if (Object.keys(holder).length) component[name] = holder;
    else delete component[name];
  } else if (value === "" || value === undefined || value === false) delete component[name];
  else component[name] = value;
}

/** The names of a component's own rules: must, must_2 … in order. */
export function mustsOf(component) {
  return Object.keys(component.properties ?? {}).filter((name) => /^must(_\d+)?$/.test(name)).sort();
}

export function nextMust(component) {
  const numbers = mustsOf(component).map((name) => Number(name.split("_")[1] ?? 1));
  return numbers.length ? `must_${Math.max(...numbers) + 1}` : "must";
}
