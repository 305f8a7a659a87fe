// Reading screens: where one is in the contents, copy and print, progress in a series.
(() => {
  // Panels that are columns on a wide screen are open there, so that what is said is true.
  for (const panel of document.querySelectorAll("details[data-open-from]")) {
    const wide = matchMedia(`(min-width: ${panel.dataset.openFrom})`);
    const follow = () => (panel.open = wide.matches);
    follow();
    wide.addEventListener("change", follow);
  }

  const links = new Map();
  for (const link of document.querySelectorAll(".toc a")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target) links.set(target, link);
  }
  if (links.size) {
    // The root reaches far above the window: a heading « intersects » once it has passed the
    // line under its top. The last one that has is where the reader is.
    const passed = new Set();
    const mark = (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) passed.add(entry.target);
        else passed.delete(entry.target);
      }
      const current = [...links.keys()].findLast((target) => passed.has(target));
      for (const [target, link] of links) {
        if (target === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    const watcher = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -80% 0px" });
    for (const target of links.keys()) watcher.observe(target);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return print();
    const label = button.querySelector("span");
    const words = label.textContent;
    label.setAttribute("role", "status");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.copied;
    } catch {
      // No clipboard here: the address is shown, to be copied by hand.
      label.textContent = button.dataset.copy;
      getSelection().selectAllChildren(label);
      return;
    }
    setTimeout(() => (label.textContent = words), 2500);
  });

  // Stops that were read stay in this browser: nobody else knows.
  const key = (series) => `recueil-series-${series}`;
  const stored = (series) => {
    try {
      return new Set(JSON.parse(localStorage.getItem(key(series)) ?? "[]"));
    } catch {
      return new Set();
    }
  };
  const boxes = [...document.querySelectorAll("input[data-stop]")];
  const progress = document.querySelector("[data-progress]");
  const show = () => {
    for (const box of boxes) box.checked = stored(box.dataset.series).has(box.dataset.stop);
    if (!progress || !boxes.length) return;
    const read = boxes.filter((box) => box.checked).length;
    progress.hidden = false;
    progress.querySelector("progress").value = read;
    progress.querySelector("span").textContent = progress.dataset.text
      .replace("[read]", read)
      .replace("[all]", boxes.length);
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const read = stored(box.dataset.series);
      if (box.checked) read.add(box.dataset.stop);
      else read.delete(box.dataset.stop);
      try {
        localStorage.setItem(key(box.dataset.series), JSON.stringify([...read]));
      } catch {
        // Storage is closed: the tick holds until the page is left.
        return;
      }
      show();
    });
  }
  show();
})();
