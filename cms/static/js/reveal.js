// Opens what hides the place that the address names, and all details for print.

function revealTarget() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // Not every address is well encoded; then the id is what stands there.
  }
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let details = target.closest("details"); details; details = details.parentElement.closest("details")) {
    details.open = true;
  }
  target.dispatchEvent(new Event("reveal", { bubbles: true }));
  target.scrollIntoView();
}

addEventListener("hashchange", revealTarget);
revealTarget();

let opened = [];

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const details of opened) {
    details.dataset.name = details.getAttribute("name") ?? ""; // those that share a name would close each other
    details.removeAttribute("name");
    details.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const details of opened) {
    details.open = false;
    if (details.dataset.name) details.setAttribute("name", details.dataset.name);
  }
  opened = [];
});
