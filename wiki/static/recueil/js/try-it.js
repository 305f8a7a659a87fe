// « Try it »: the comparison comes below the field instead of in another tab.
(() => {
  const panelOf = (element) => element.closest("[data-try-it]");

  const compare = async (panel, button) => {
    const result = panel.querySelector("[data-try-result]");
    button.disabled = true;
    try {
      const response = await fetch(button.formAction, {
        method: "POST",
        body: new FormData(button.form),
        headers: { "Try-It": "1" },
      });
      if (!response.ok) throw new Error(response.status);
      result.innerHTML = await response.text();
    } catch {
      result.textContent = result.dataset.failed;
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-try-it] button");
    if (!button) return;
    event.preventDefault();
    compare(panelOf(button), button);
  });
  // Return in the field tries; it must not save the form.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !field.matches?.("[data-try-it] input")) return;
    event.preventDefault();
    panelOf(field).querySelector("button").click();
  });
})();
