// The panel beside the picture: one step's tasks, answers, deadline arithmetic and trail, fetched as the same page
// that the step's link opens, of which only the part marked `data-step-detail` is taken.

/** A panel that loads steps by their address; `changed()` is called when it comes, goes or has other contents. */
export function stepPanel(panel, changed) {
  const body = panel.querySelector("[data-panel-body]");
  let underway = null;
  let openedBy = null;

  async function open(address, by) {
    underway?.abort();
    underway = new AbortController();
    openedBy = by ?? document.activeElement;
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: underway.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return window.location.assign(address);
      show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(address);
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const detail = page.querySelector("[data-step-detail]");
    if (!detail) return;
    body.replaceChildren(...detail.childNodes);
    reveal(true);
    body.querySelector("h2, h3")?.focus({ preventScroll: true });
    panel.scrollTop = 0;
    // On a phone the panel comes below the picture: bring it to where one looks.
    if (panel.getBoundingClientRect().top > window.innerHeight * 0.8) panel.scrollIntoView({ block: "start" });
  }

  function reveal(visible) {
    panel.hidden = !visible;
    panel.parentElement.classList.toggle("has-panel", visible);
    changed();
  }

  function close() {
    reveal(false);
    openedBy?.focus?.({ preventScroll: true });
  }

  panel.querySelector("[data-panel-close]").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return { open, close };
}
