// Of Tabler's styles only what some page can have. Whole they are two thirds of a megabyte, which a phone fetches
// before its first page and reads every page against. Nothing is guessed: a rule goes only where it asks for a class
// whose name stands in no template, script or stylesheet of ours.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const PAGES = [path.join(here, "..", "templates"), path.join(here, "src")];
const WRITTEN = /\.(html|js|css)$/;

export const usedStyles = {
  name: "used-styles",
  setup(building) {
    building.onLoad({ filter: /@tabler[\\/]core[\\/]dist[\\/]css[\\/]tabler\.css$/ }, async ({ path: file }) => {
      const texts = await Promise.all(PAGES.map(textsBelow));
      return { contents: keepUsed(await readFile(file, "utf8"), namesIn(texts.join("\n"))), loader: "css" };
    });
  },
};

async function textsBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const texts = entries.map((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return textsBelow(place);
    return WRITTEN.test(entry.name) ? readFile(place, "utf8") : "";
  });
  return (await Promise.all(texts)).join("\n");
}

/** Which classes a page can have: those written out somewhere, and those that begin as one put together does. */
export function namesIn(text) {
  const whole = new Set(text.match(/[A-Za-z][\w-]*/g));
  const begun = [...text.matchAll(/([A-Za-z][\w-]*-)(?:\{\{|\{%|\$\{)/g)].map((found) => found[1]);
  return (name) => whole.has(name) || begun.some((beginning) => name.startsWith(beginning));
}

/** The stylesheet without the rules that no page can meet; the others keep their order, licences their words. */
export function keepUsed(css, isUsed) {
  const licences = css.match(/\/\*![\s\S]*?\*\//g) ?? [];
  const rules = rulesOf(css.replace(/\/\*[\s\S]*?\*\//g, ""));
  return [...licences, ...rules.map((rule) => kept(rule, isUsed))].join("");
}

function kept({ head, body }, isUsed) {
  if (body === null) return `${head};`;
  if (/^@(media|supports|layer|container)/.test(head)) {
    const inside = keepUsed(body, isUsed);
    return inside && `${head}{${inside}}`;
  }
  if (head.startsWith("@")) return `${head}{${body}}`;
  const selectors = apart(head).filter((selector) => classesOf(selector).every(isUsed));
  return selectors.length ? `${selectors.join(",")}{${body}}` : "";
}

/** What stands in brackets is an alternative or an exception: it makes no rule impossible. */
function classesOf(selector) {
  let bare = selector;
  while (/\([^()]*\)/.test(bare)) bare = bare.replace(/\([^()]*\)/g, "");
  return [...bare.matchAll(/\.((?:[\w-]|\\.)+)/g)].map((found) => found[1].replaceAll("\\", ""));
}

/** The selectors of a list. */
function apart(list) {
  const parts = [];
  let from = 0;
  for (let comma = next(list, 0, ","); comma !== -1; comma = next(list, from, ",")) {
    parts.push(list.slice(from, comma).trim());
    from = comma + 1;
  }
  return [...parts, list.slice(from).trim()];
}

/** The rules of one level: what stands before the braces and between them; nothing between for `@charset …;`. */
function rulesOf(css) {
  const rules = [];
  let from = 0;
  for (let sign = next(css, 0, "{;"); sign !== -1; sign = next(css, from, "{;")) {
    const head = css.slice(from, sign).trim();
    const end = css[sign] === ";" ? sign : closing(css, sign);
    rules.push({ head, body: end === sign ? null : css.slice(sign + 1, end) });
    from = end + 1;
  }
  return rules;
}

function closing(css, opening) {
  let depth = 0;
  for (let sign = opening; sign !== -1; sign = next(css, sign + 1, "{}")) {
    depth += css[sign] === "{" ? 1 : -1;
    if (depth === 0) return sign;
  }
  throw new Error("a rule of the stylesheet is not closed");
}

/** Where the next of some signs stands that is in no string and in no brackets, as in `url(data:…;…)`; -1 for none. */
function next(css, from, signs) {
  let quote = "";
  let depth = 0;
  for (let at = from; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === "\\") at += 1;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(" || sign === "[") depth += 1;
    else if (sign === ")" || sign === "]") depth -= 1;
    else if (depth === 0 && signs.includes(sign)) return at;
  }
  return -1;
}
