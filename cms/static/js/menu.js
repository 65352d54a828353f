// Escape closes the menu that one is in and goes back to its button; a click elsewhere closes the open panel.

const nav = document.querySelector(".site-nav");

nav?.addEventListener("keydown", (event) => {
  const panel = event.target.closest("details[open]") ?? nav.querySelector(".site-nav__toggle[open]");
  if (event.key !== "Escape" || !panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  const panel = nav?.querySelector(".menu__group[open]");
  if (panel && !nav.contains(event.target)) panel.open = false;
});
