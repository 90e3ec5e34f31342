// The panel beside the picture: one step's tasks, answers, deadline arithmetic and trail, fetched as the same page
// that the step's link opens, of which only the part marked `data-step-detail` is taken.

/** A panel that loads steps by their address and tells screen readers when it has. */
export function stepPanel(panel) {
  let underway = null;

  async function open(address) {
    underway?.abort();
    underway = new AbortController();
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
    panel.replaceChildren(...detail.childNodes);
    panel.hidden = false;
    panel.querySelector("h2, h3")?.focus({ preventScroll: true });
  }

  return { open };
}
