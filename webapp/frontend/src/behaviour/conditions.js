/** Parts of a form that appear or go with an answer: the server decides, by the same rules it judges with. */
export function showWhatApplies(form) {
  if (!form.dataset.hidden) return;
  form.addEventListener("change", async () => {
    const answers = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    try {
      const answer = await fetch(form.dataset.hidden, { method: "POST", body: new URLSearchParams(answers) });
      if (!answer.ok) return;
      const hidden = new Set((await answer.json()).hidden);
      form.querySelectorAll("[data-part]").forEach((part) => { part.hidden = hidden.has(part.dataset.part); });
    } catch { /* offline: the parts stay as they are, the server judges when the form is handed in */ }
  });
}
