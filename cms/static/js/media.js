// The players of other websites: nothing is loaded from there before the reader presses the button.

function play(button) {
  const frame = document.createElement("iframe");
  frame.className = "media__frame";
  frame.src = button.dataset.frame;
  frame.title = button.dataset.title;
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  button.parentElement.querySelector(".media__poster")?.remove();
  button.replaceWith(frame);
  frame.focus();
}

for (const button of document.querySelectorAll(".media__play")) {
  button.hidden = false;
  button.addEventListener("click", () => play(button));
}
