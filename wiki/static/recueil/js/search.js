// Search: every search field becomes a combobox; results say how many after a change.
(() => {
  const WAIT = 120; // ms after the last key, so that a word costs one request
  let made = 0;

  function combobox(input) {
    const name = `suggestions-${++made}`;
    const list = document.createElement("ul");
    Object.assign(list, { id: name, className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0]?.textContent.trim() || input.name);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.form.append(list, status);
    const say = { role: "combobox", "aria-autocomplete": "list", "aria-controls": name };
    for (const [key, value] of Object.entries(say)) input.setAttribute(key, value);
    input.setAttribute("aria-expanded", "false");

    const known = new Map();
    let active = -1, timer = 0, request = null, asked = input.value.trim();
    const options = () => [...list.children];

    const choose = (index) => {
      active = index;
      options().forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
      const row = options()[index];
      if (row) {
        input.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const open = (html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      list.replaceChildren(...page.querySelectorAll("[role=option]"));
      options().forEach((row, place) => (row.id = `${name}-${place}`));
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = page.querySelector("[data-status]")?.textContent ?? "";
      choose(-1);
    };
    const ask = async () => {
      asked = input.value.trim();
      request?.abort();
      if (!asked) return close();
      request = new AbortController();
      const text = asked;
      try {
        if (!known.has(text)) {
          const address = `${input.dataset.suggestUrl}?${new URLSearchParams({ q: text })}`;
          const response = await fetch(address, { signal: request.signal });
          if (!response.ok) return close();
          known.set(text, await response.text());
        }
      } catch {
        return; // A newer question, or no network: the form still works.
      }
      if (text === input.value.trim() && document.activeElement === input) open(known.get(text));
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) return void ask();
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One stop between the ends is the field itself, with what was typed.
        const next = active + step;
        choose(next > last ? -1 : next < -1 ? last : next);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(options()[active].dataset.url);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // The first closes the list, the second empties the field.
        close();
      } else if (event.key === "Tab") close();
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) location.assign(row.dataset.url);
    });
  }

  document.querySelectorAll("input[data-suggest-url]").forEach(combobox);

  // What one acted on may be gone (a filter taken away, a page turned): the keyboard goes on from
  // the top of the results, not from the top of the site.
  function keepFocus() {
    const lost = () => document.activeElement === document.body;
    if (!focused || focused === document.body || !lost()) return;
    if (focused.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    const title = document.querySelector("#search-results h1");
    if (!title || !lost()) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  // On a phone the filters stay open while one chooses several.
  let open = false, focused = null;
  document.addEventListener("htmx:beforeSwap", () => {
    open = document.querySelector(".facets")?.open ?? false;
    focused = document.activeElement;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const facets = document.querySelector(".facets");
    if (facets) facets.open = open;
    keepFocus();
    const status = document.getElementById("search-status");
    const count = document.querySelector("[data-count]");
    if (status && count) status.textContent = count.textContent.trim();
  });
  // Taking away a filter that was typed (« type:guide ») changes the question: the field says so.
  const question = () => new URLSearchParams(location.search).get("q") ?? "";
  let asked = question();
  document.addEventListener("htmx:pushedIntoHistory", () => {
    const field = document.getElementById("site-search");
    if (field && question() !== asked) field.value = question();
    asked = question();
    // Another language, or signing in, comes back to these results and not to the first ones.
    const here = location.pathname + location.search;
    document.querySelectorAll("header input[name=next]").forEach((next) => (next.value = here));
    document.querySelectorAll("header a[href*='?next=']").forEach((link) => {
      link.search = new URLSearchParams({ next: here });
    });
  });
  // What does not come as a fragment (no index, past the end) is opened as a page.
  document.addEventListener("htmx:responseError", (event) => {
    const address = event.detail.pathInfo?.requestPath;
    if (address) location.assign(address);
  });
})();
