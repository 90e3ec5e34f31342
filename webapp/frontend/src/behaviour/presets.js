/** A preset opinion is one touch: alone in an empty field, on a new line behind what was typed. */
export function fillPresets(form) {
  form.querySelectorAll("button[data-preset]").forEach((button) => {
    button.addEventListener("click", (event) => {
      const field = document.getElementById(button.dataset.preset);
      const words = button.textContent.trim();
      event.preventDefault();
      const typed = field.value.trimEnd();
      if (!typed.includes(words)) field.value = typed ? `${typed}\n${words}` : words;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}
