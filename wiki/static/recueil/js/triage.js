// The inbox by keyboard. Every act is also a link or a button; this presses them.
(() => {
  const list = document.querySelector("[data-triage]");
  const keys = document.querySelector("[data-keys]");
  if (!list || !keys) return;
  const onOff = keys.querySelector("[data-keys-on]");
  keys.hidden = false;
  try {
    onOff.checked = localStorage.getItem("recueil-triage-keys") !== "off";
  } catch {
    // Storage is closed: the keys work until the page is left.
  }
  onOff.addEventListener("change", () => {
    try {
      localStorage.setItem("recueil-triage-keys", onOff.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });

  const stories = () => [...list.querySelectorAll("[data-story]")];
  const here = () => document.activeElement?.closest?.("[data-story]");
  let last = 0;

  const go = (step) => {
    const all = stories();
    const now = all.indexOf(here());
    const next = now < 0 ? Math.min(last, all.length - 1) : now + step;
    const story = all[Math.max(0, Math.min(all.length - 1, next))];
    if (!story) return;
    story.focus();
    story.scrollIntoView({ block: "nearest" });
  };

  const press = (name) => here()?.querySelector(`[data-act="${name}"]`)?.click();

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    o: () => here()?.querySelector("[data-open]")?.click(),
    s: () => {
      const summary = here()?.querySelector("[data-summary]");
      if (summary) summary.open = !summary.open;
    },
    e: () => press("e"),
    c: () => press("c"),
    a: () => press("a"),
    i: () => press("i"),
    u: () => {
      const own = here()?.querySelector('[data-act="u"]');
      if (own) own.click();
      else if (undone.length) list.querySelector(`#${undone.at(-1)} [data-act="u"]`)?.click();
      else document.querySelector("[data-undo-last]")?.click();
    },
    x: () => here()?.querySelector("[data-choose]")?.click(),
    "?": () => {
      keys.open = !keys.open;
    },
  };
  // Stories that were decided on here, the last one at the end.
  const undone = [];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox])");
    if (event.key === "Escape" && here()) {
      here().querySelector("[data-close]")?.click();
      return;
    }
    if (typing || !onOff.checked || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });

  document.addEventListener("focusin", () => {
    const story = here();
    if (story) last = stories().indexOf(story);
  });

  // What was pressed is gone with its row: the focus goes to the form, or to the next story.
  document.addEventListener("htmx:afterSettle", (event) => {
    const story = document.getElementById(event.detail.elt.id);
    if (!story?.matches?.("[data-story]")) return;
    const form = story.querySelector("[data-focus]");
    if (form) {
      (form.querySelector("[aria-invalid], [data-first]") ?? form.querySelector("input, textarea, select"))?.focus();
      return;
    }
    const decided = !story.classList.contains("story-new");
    const place = undone.indexOf(story.id);
    if (place >= 0) undone.splice(place, 1);
    if (decided) undone.push(story.id);
    const next = decided && story.querySelector("[data-told]") ? story.nextElementSibling : null;
    (next ?? story).focus();
  });
})();
