// Explanations of words: a small button behind the word shows and hides what otherwise stands there in brackets.

function wordBefore(explanation) {
  let before = explanation.previousSibling;
  while (before && !before.textContent.trim()) {
    before = before.previousSibling;
  }
  const words = before?.textContent.trim() ?? "";
  return before?.nodeType === Node.TEXT_NODE ? words.split(/\s+/).at(-1) : words;
}

function toggle(button, explanation, open) {
  button.setAttribute("aria-expanded", open);
  explanation.hidden = open ? false : "until-found";
}

function makeToggle(explanation) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "explain";
  button.textContent = "?";
  button.setAttribute("aria-label", `${document.body.dataset.explain ?? ""} ${wordBefore(explanation)}`.trim());
  explanation.before(button);
  toggle(button, explanation, false);
  button.addEventListener("click", () => toggle(button, explanation, Boolean(explanation.hidden)));
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      toggle(button, explanation, false);
    }
  });
  explanation.addEventListener("beforematch", () => toggle(button, explanation, true));
}

for (const explanation of document.querySelectorAll(".explanation")) {
  if (!explanation.closest("a, button, summary, label")) {
    makeToggle(explanation);
  }
}
