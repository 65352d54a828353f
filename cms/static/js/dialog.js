// An expandable that opens as a dialog lends it its content; a link or a search in the page opens it in its place.
// The browser keeps the focus in a modal dialog, closes it with Escape and gives the focus back.

for (const details of document.querySelectorAll("details[data-dialog]")) {
  const summary = details.querySelector("summary");
  const content = summary.nextElementSibling;
  const dialog = details.nextElementSibling;
  summary.setAttribute("aria-haspopup", "dialog");
  summary.addEventListener("click", (event) => {
    if (details.open) return;
    event.preventDefault();
    dialog.append(content);
    dialog.showModal();
  });
  dialog.addEventListener("close", () => details.append(content));
}
