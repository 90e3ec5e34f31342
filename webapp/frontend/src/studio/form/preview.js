// The form as people will see it, drawn by the server from what is on the screen now.

const PAUSE = 400;

export function previewer(frame, text, words) {
  const form = frame.querySelector("[data-preview-form]");
  const faults = frame.querySelector("[data-faults]");
  let timer = 0;
  let asked = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of frame.querySelectorAll("[data-width]")) {
    button.addEventListener("click", () => {
      for (const other of frame.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", String(other === button));
      form.className = `preview preview-${button.dataset.width}`;
    });
  }

  async function draw() {
    const mine = ++asked;
    try {
      const answer = await fetch(frame.dataset.preview, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": frame.dataset.csrf },
        body: text(),
      });
      if (!answer.ok) throw new Error(`the preview answered ${answer.status}`);
      const told = await answer.json();
      if (mine !== asked) return;
      if (told.html) form.replaceChildren(...new DOMParser().parseFromString(told.html, "text/html").body.childNodes);
      say(told.faults);
    } catch (error) {
      console.error(error);
      if (mine === asked) say([words.says.failed]);
    }
    frame.dataset.previewed = String(mine);
  }

  function say(lines) {
    const shown = lines.length ? lines : [words.says.sound];
    faults.replaceChildren(...shown.map((line) => Object.assign(document.createElement("li"), { textContent: line, className: lines.length ? "is-refused" : "quiet" })));
  }

  draw();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  };
}
