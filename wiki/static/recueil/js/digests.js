// Items of a digest by drag; the buttons do the same for whoever does not drag.
(() => {
  const form = document.querySelector("[data-digest]");
  if (!form) return;
  let dragged = null;

  const itemOf = (event) => event.target.closest?.("[data-item]");
  for (const item of form.querySelectorAll("[data-item]")) {
    // Only by its head: text in fields stays to be selected.
    const head = item.querySelector(".digest-item-head");
    head.addEventListener("pointerdown", () => item.setAttribute("draggable", "true"));
    item.addEventListener("dragend", () => {
      item.removeAttribute("draggable");
      item.classList.remove("digest-dragged");
      clear();
    });
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
      item.classList.add("digest-dragged");
    });
  }
  const clear = () => {
    for (const place of form.querySelectorAll(".digest-over")) place.classList.remove("digest-over");
  };
  form.addEventListener("dragover", (event) => {
    const section = event.target.closest?.("[data-section]");
    if (!dragged || !section) return;
    event.preventDefault();
    clear();
    const item = itemOf(event);
    (item && item !== dragged ? item : section).classList.add("digest-over");
  });
  form.addEventListener("drop", (event) => {
    const section = event.target.closest?.("[data-section]");
    if (!dragged || !section) return;
    event.preventDefault();
    const before = itemOf(event);
    form.querySelector("[data-to]").value = section.dataset.section;
    form.querySelector("[data-before]").value = before && before !== dragged ? before.dataset.item : "";
    const act = document.createElement("input");
    Object.assign(act, { type: "hidden", name: "act", value: `place:${dragged.dataset.item}` });
    form.append(act);
    form.requestSubmit(); // unlike submit(), this tells the listener below that all is kept
  });

  // What is typed and not kept is asked about before it is lost.
  let typed = false;
  // Fields that belong to the form stand outside of it too.
  addEventListener("input", (event) => { if (event.target.form === form) typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
