// Adds what a browser can do itself to “Share this page”: its own share dialogue, or else a copy of the address.

for (const button of document.querySelectorAll("[data-share]")) {
  const address = button.closest(".share").querySelector("input");
  address.addEventListener("focus", () => address.select());
  if (navigator.share) {
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.share({ title: document.title, url: address.value }).catch(() => {}), // the reader thought better of it
    );
  } else if (navigator.clipboard) {
    button.hidden = false;
    button.textContent = button.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.value);
      button.textContent = button.dataset.copied;
    });
  }
}
