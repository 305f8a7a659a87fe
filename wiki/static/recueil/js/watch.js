// The small window of the bookmark closes itself; the link of the bookmark is for dragging.
(() => {
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => window.close());
  }
  for (const link of document.querySelectorAll("[data-bookmarklet]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(link.dataset.bookmarklet)?.focus();
    });
  }
})();
