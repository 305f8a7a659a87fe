// The frame of the page: theme switch, search shortcut, account menu.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    // The words say what a click brings.
    const [dark, light] = button.querySelectorAll("span");
    const show = () => {
      dark.hidden = isDark();
      light.hidden = !isDark();
    };
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("recueil-theme", root.dataset.theme);
      } catch {
        // Storage is closed: the choice holds until the page is left.
      }
      show();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("input[type=search][name=q]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // A form came back: one goes on where it is wrong.
  document.querySelector("main [aria-invalid=true]")?.focus();

  // A click elsewhere closes the account menu; Escape closes it and the menu of a phone.
  const menus = [...document.querySelectorAll("details.account, details.menu")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) {
      if (menu.matches(".account") && !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = menus.find((menu) => menu.open);
    if (!open || event.target.matches("input")) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
