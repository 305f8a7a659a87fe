// How many characters are left in a text that has a limit. The limit itself is the field's.
(() => {
  const counted = (area) => {
    if (area.dataset.counting || area.maxLength < 1) return;
    area.dataset.counting = "";
    const line = document.createElement("p");
    line.className = "recueil-counter";
    line.setAttribute("aria-live", "polite");
    area.insertAdjacentElement("afterend", line);
    const show = () => {
      line.textContent = `${area.value.length} / ${area.maxLength}`;
      line.toggleAttribute("data-full", area.value.length >= area.maxLength);
    };
    area.addEventListener("input", show);
    show();
  };
  const look = () => document.querySelectorAll("textarea[data-counter]").forEach(counted);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();
})();
