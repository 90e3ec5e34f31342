/** Close an open menu when one clicks elsewhere or presses Escape. */
export function closeMenusOutside(page) {
  const open = () => page.querySelectorAll("details[data-closes][open]");
  page.addEventListener("click", (event) => {
    open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}
