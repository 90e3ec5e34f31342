// Pages that keep themselves up to date without losing place.
//
// A page names its address of change (`data-live-stamp`), which answers a short text; when that text differs from
// the one last seen, the page is fetched again and every part marked `data-live-part` is exchanged, if it differs.
// What the reader has opened, ticked, typed or focused stays as it was.

const HIDDEN_PAUSE = 1000;

/** Starts watching; `changed()` is called after parts were exchanged. */
export function keepUpToDate(root, changed = () => {}) {
  const { liveStamp, liveSeconds } = root.dataset;
  if (!liveStamp) return;
  let stamp = root.dataset.liveSeen ?? "";
  const pause = Math.max(5, Number(liveSeconds || 20)) * 1000;

  async function look() {
    if (document.hidden) return again(HIDDEN_PAUSE);
    try {
      const now = await textAt(liveStamp);
      if (now !== null && now !== stamp) {
        await exchangeParts();
        stamp = now;
        changed();
      }
      root.classList.remove("is-stale");
    } catch {
      // The line is down: the page says so by its mark and tries again; nothing on it is lost.
      root.classList.add("is-stale");
    }
    again(pause);
  }

  const again = (milliseconds) => window.setTimeout(look, milliseconds);
  again(pause);
}

async function textAt(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
  if (answer.redirected || !answer.ok) return null;
  return (await answer.text()).trim();
}

async function exchangeParts() {
  const answer = await fetch(window.location.href, { credentials: "same-origin", cache: "no-store" });
  if (answer.redirected || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live-part]")) {
    const fresh = page.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
    if (fresh && fresh.innerHTML !== part.dataset.liveHtml) exchange(part, fresh);
  }
}

function exchange(part, fresh) {
  // A form being filled in is never exchanged under the reader's hands.
  if (part.querySelector("textarea:focus, input[type=text]:focus, select:focus")) return;
  const place = rememberPlace(part);
  const html = fresh.innerHTML;
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  part.dataset.liveHtml = html;
  restorePlace(part, place);
}

function rememberPlace(part) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: focused?.id || null,
    link: focused?.getAttribute?.("href") || null,
    open: [...part.querySelectorAll("details[open][id]")].map((details) => details.id),
    ticked: [...part.querySelectorAll("input[type=checkbox]:checked")].map((box) => `${box.name}=${box.value}`),
    chosen: part.querySelector(".is-chosen[data-element]")?.dataset.element ?? null,
  };
}

function restorePlace(part, place) {
  for (const id of place.open) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  for (const box of part.querySelectorAll("input[type=checkbox]")) {
    if (place.ticked.includes(`${box.name}=${box.value}`)) box.checked = true;
  }
  if (place.chosen) {
    part.querySelector(`[data-element="${CSS.escape(place.chosen)}"]`)?.classList.add("is-chosen");
  }
  const focus = place.focus
    ? document.getElementById(place.focus)
    : place.link && part.querySelector(`a[href="${CSS.escape(place.link)}"]`);
  focus?.focus?.({ preventScroll: true });
}
