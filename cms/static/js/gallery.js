// Buttons for a row of pictures that scrolls, and pictures shown large; nothing moves before the reader asks for it.

/** Say which picture is shown, in the words of the page. */
function tell(controls, index, total) {
  const status = controls.querySelector("[data-status]");
  const words = status.dataset.status.replace("{number}", index + 1).replace("{total}", total);
  if (status.textContent !== words) status.textContent = words;
}

function onMove(controls, move) {
  controls.querySelector("[data-previous]").addEventListener("click", () => move(-1));
  controls.querySelector("[data-next]").addEventListener("click", () => move(1));
}

const direction = (element) => (getComputedStyle(element).direction === "rtl" ? -1 : 1);

function addButtons(root) {
  const frame = root.querySelector(".gallery__frame");
  const controls = root.querySelector(".gallery__controls");
  const items = [...frame.querySelectorAll(".gallery__item")];
  const start = (element) => {
    const box = element.getBoundingClientRect();
    return direction(frame) > 0 ? box.left : -box.right;
  };
  const offset = (item) => start(item) - start(frame);
  const scrolled = () => Math.abs(frame.scrollLeft);
  const current = () => Math.max(0, items.findIndex((item) => offset(item) > -item.offsetWidth / 2));

  const show = () => {
    controls.hidden = frame.scrollWidth <= frame.clientWidth + 1;
    controls.querySelector("[data-previous]").ariaDisabled = scrolled() < 4;
    controls.querySelector("[data-next]").ariaDisabled = scrolled() + frame.clientWidth > frame.scrollWidth - 4;
    tell(controls, current(), items.length);
  };
  onMove(controls, (step) => {
    const item = items[Math.min(Math.max(current() + step, 0), items.length - 1)];
    frame.scrollBy({ left: offset(item) * direction(frame) });
  });
  let waiting;
  frame.addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  new ResizeObserver(show).observe(frame);
}

function addLightbox(root) {
  const links = [...root.querySelectorAll("[data-enlarge]")];
  const dialog = root.querySelector(".lightbox");
  const caption = dialog.querySelector("figcaption");
  const controls = dialog.querySelector(".gallery__controls");
  const image = new Image();
  let shown = 0;

  const show = (index) => {
    shown = (index + links.length) % links.length;
    image.src = links[shown].href;
    image.alt = links[shown].querySelector("img").alt;
    caption.textContent = links[shown].dataset.enlarge;
    tell(controls, shown, links.length);
  };
  const move = (step) => show(shown + step);

  caption.before(image);
  controls.hidden = links.length < 2;
  onMove(controls, move);
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) move(step * direction(dialog));
  });
  links.forEach((link, index) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  });
}

document.querySelectorAll("[data-carousel]").forEach(addButtons);
document.querySelectorAll("[data-gallery]").forEach(addLightbox);
