/** After a refused form the error summary is what to read first. */
export function focusWhatIsWrong(page) {
  const summary = page.querySelector("[data-focus]");
  if (summary) summary.focus();
}
