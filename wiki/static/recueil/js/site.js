// The frame of the page: theme switch, search shortcut, account menu.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
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

  // A click elsewhere closes an open account menu, as Escape does.
  const account = document.querySelector("details.account");
  if (account) {
    document.addEventListener("click", (event) => {
      if (!account.contains(event.target)) account.open = false;
    });
    account.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !account.open) return;
      event.stopPropagation();
      account.open = false;
      account.querySelector("summary").focus();
    });
  }
})();
