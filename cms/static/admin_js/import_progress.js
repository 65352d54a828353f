// Renews the progress of an import, and loads the page anew when it has ended. Without it the page reloads itself.
const place = document.getElementById("import-progress");
const EVERY = 2000;

async function renew() {
  try {
    const answer = await fetch(place.dataset.url, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return setTimeout(renew, EVERY * 5);
    place.innerHTML = await answer.text();
  } catch {
    return setTimeout(renew, EVERY * 5);
  }
  if (place.querySelector("[data-underway=true]")) return setTimeout(renew, EVERY);
  return location.reload();
}

setTimeout(renew, EVERY);
