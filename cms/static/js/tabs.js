// The tabs pattern of the ARIA Authoring Practices Guide, made of a list of links and the panes they lead to.

function enhance(root) {
  const list = root.querySelector(":scope > .tabs__list");
  const tabs = [...(list?.querySelectorAll(".tabs__tab") ?? [])];
  if (!tabs.length) return;
  const panes = tabs.map((tab) => document.getElementById(decodeURIComponent(tab.hash.slice(1))));
  const vertical = root.classList.contains("tabs--vertical");

  const select = (tab) => {
    tabs.forEach((other, index) => {
      const selected = other === tab;
      other.setAttribute("aria-selected", selected);
      other.tabIndex = selected ? 0 : -1;
      if (selected) panes[index].removeAttribute("hidden");
      else panes[index].setAttribute("hidden", "until-found");
    });
  };

  // Plain links are no tabs: they stand in a list of their own.
  const links = list.querySelectorAll(".tabs__link");
  if (links.length) {
    const others = list.cloneNode();
    others.append(...[...links].map((link) => link.parentElement));
    list.after(others);
  }

  list.setAttribute("role", "tablist");
  list.setAttribute("aria-orientation", vertical ? "vertical" : "horizontal");
  tabs.forEach((tab, index) => {
    const pane = panes[index];
    tab.id = `${pane.id}-tab`;
    tab.parentElement.setAttribute("role", "presentation");
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", pane.id);
    pane.setAttribute("role", "tabpanel");
    pane.setAttribute("aria-labelledby", tab.id);
    pane.tabIndex = 0;
    pane.addEventListener("beforematch", () => select(tab));
    pane.addEventListener("reveal", () => select(tab));
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      select(tab);
      history.replaceState(history.state, "", tab.hash);
    });
  });

  list.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(event.target);
    const forward = vertical ? "ArrowDown" : "ArrowRight";
    const back = vertical ? "ArrowUp" : "ArrowLeft";
    const turn = !vertical && getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const next = { [forward]: here + turn, [back]: here - turn, Home: 0, End: -1, " ": here }[event.key];
    if (next === undefined || here < 0) return;
    event.preventDefault();
    const tab = tabs.at(next % tabs.length);
    tab.focus();
    select(tab);
  });

  root.classList.add("tabs--ready");
  select(tabs.find((tab) => "active" in tab.dataset) ?? tabs[0]);
}

document.querySelectorAll("[data-tabs]").forEach(enhance);
