// Results: tells which rank and page was opened, and of whom nothing. See docs/search-log.md.
(() => {
  // The number of the search before has done its work: addresses that people copy stay clean.
  const address = new URL(location.href);
  if (address.searchParams.has("after")) {
    address.searchParams.delete("after");
    history.replaceState(history.state, "", address);
  }

  function tell(event) {
    const link = event.target.closest?.(".hits a[href]");
    const page = document.getElementById("search-results");
    // Any button but the left one (or Enter) and the middle one opens nothing.
    if (!link || !page?.dataset.search || event.button > 1) return;
    const list = link.closest(".hits");
    const hit = link.closest(".hits > li");
    const rank = list.start + [...list.children].indexOf(hit);
    const said = { search: page.dataset.search, rank, page: hit.dataset.page };
    navigator.sendBeacon?.(page.dataset.openedUrl, new URLSearchParams(said));
  }
  document.addEventListener("click", tell);
  document.addEventListener("auxclick", tell);
})();
