// The linter runs on the server over what is drawn, saved or not; its findings stand in a list and on their elements.

const OVERLAY = "finding";
const PAUSE = 700;

/** Watches a modeller and shows what the server finds; `choose(id)` is called from the list. */
export function lintWhileDrawing(modeller, frame, choose) {
  const list = frame.querySelector("[data-findings]");
  const count = frame.querySelector("[data-findings-count]");
  let timer = 0;
  let asked = 0;
  let found = [];

  async function lint() {
    const mine = ++asked;
    frame.dataset.linted = "";
    try {
      const { xml } = await modeller.saveXML();
      const answer = await fetch(frame.dataset.lint, {
        method: "POST",
        headers: { "Content-Type": "application/xml", "X-CSRFToken": frame.dataset.csrf },
        body: xml,
      });
      if (!answer.ok) throw new Error(`the linter answered ${answer.status}`);
      const findings = await answer.json();
      if (mine !== asked) return;
      show(findings);
    } catch (error) {
      if (mine !== asked) return;
      console.error(error);
      list.replaceChildren(line(list.dataset.wordsFailed));
      count.textContent = "";
    }
    frame.dataset.linted = "yes";
  }

  /** The findings of what is selected, beside its fields. */
  function showAtFields() {
    const chosen = new Set(modeller.get("selection").get().map((element) => (element.labelTarget ?? element).id));
    const its = found.filter((finding) => chosen.has(finding.element));
    frame.querySelector("[data-panel-findings]").replaceChildren(...its.map(fieldEntry));
  }

  function show(findings) {
    found = findings;
    showAtFields();
    count.textContent = findings.length ? String(findings.length) : "";
    list.replaceChildren(...(findings.length ? findings.map(entry) : [line(list.dataset.wordsNone)]));
    mark(modeller, findings, list.dataset);
  }

  function entry(finding) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = `finding ${finding.refused ? "is-refused" : "is-warned"}`;
    button.dataset.rule = finding.rule;
    const kind = document.createElement("span");
    kind.className = "finding-kind";
    kind.textContent = finding.refused ? `▲ ${list.dataset.wordsRefused}` : `◆ ${list.dataset.wordsWarned}`;
    const where = document.createElement("b");
    where.textContent = nameOf(modeller, finding.element) ?? list.dataset.wordsFile;
    const words = document.createElement("span");
    words.textContent = finding.words;
    button.append(kind, where, words);
    button.addEventListener("click", () => finding.element && choose(finding.element));
    item.append(button);
    return item;
  }

  modeller.on("selection.changed", showAtFields);
  modeller.on("commandStack.changed", () => {
    clearTimeout(timer);
    frame.dataset.linted = "";
    timer = setTimeout(lint, PAUSE);
  });
  list.replaceChildren(line(list.dataset.wordsChecking));
  // The picture first: the findings follow when the page has come to rest.
  timer = setTimeout(lint, 50);
}

function fieldEntry(finding) {
  const item = line(finding.words);
  item.className = finding.refused ? "is-refused" : "is-warned";
  return item;
}

/** One badge an element: how many findings, the gravest's shape, their words on hover. */
function mark(modeller, findings, words) {
  const overlays = modeller.get("overlays");
  const registry = modeller.get("elementRegistry");
  overlays.remove({ type: OVERLAY });
  const byElement = new Map();
  for (const finding of findings) {
    if (!registry.get(finding.element)) continue;
    byElement.set(finding.element, [...(byElement.get(finding.element) ?? []), finding]);
  }
  for (const [id, its] of byElement) {
    const badge = document.createElement("div");
    const refused = its.some((finding) => finding.refused);
    badge.className = `finding-badge ${refused ? "is-refused" : "is-warned"}`;
    badge.textContent = `${refused ? "▲" : "◆"}${its.length > 1 ? its.length : ""}`;
    badge.title = its.map((finding) => `${finding.refused ? words.wordsRefused : words.wordsWarned}：${finding.words}`).join("\n");
    const element = registry.get(id);
    const position = element.waypoints ? middleOf(element) : { top: -11, right: 11 };
    overlays.add(element, OVERLAY, { position, html: badge, scale: { min: 0.8, max: 1.2 } });
  }
}

function middleOf({ waypoints, x, y }) {
  const [from, to] = waypoints.slice(Math.max(0, Math.floor(waypoints.length / 2) - 1));
  const left = Math.min(...waypoints.map((point) => point.x));
  const top = Math.min(...waypoints.map((point) => point.y));
  return { left: (from.x + to.x) / 2 - (x ?? left) - 8, top: (from.y + to.y) / 2 - (y ?? top) - 8 };
}

export function nameOf(modeller, id) {
  const element = id && modeller.get("elementRegistry").get(id);
  return element ? element.businessObject.name || id : id;
}

function line(words) {
  const item = document.createElement("li");
  item.className = "quiet";
  item.textContent = words;
  return item;
}
