// Comments: names of people and communities are offered after an @. Without it one types them.
(() => {
  const WAIT = 150; // ms after the last key
  // The beginning of a name right before the caret.
  const TYPED = /(?:^|[\s(«"'’])@([\p{L}\d][\p{L}\d'’ .-]{0,58})$/u;
  let made = 0;

  function offer(field) {
    const name = `mentions-${++made}`;
    const list = document.createElement("ul");
    Object.assign(list, { id: name, className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.mentionLabel);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const place = document.createElement("div");
    place.className = "search-field";
    field.before(place);
    place.append(field, list, status);
    // What the field may do, told only while there is something to choose from.
    const say = { "aria-autocomplete": "list", "aria-controls": name, "aria-haspopup": "listbox" };
    for (const [key, value] of Object.entries(say)) field.setAttribute(key, value);

    let active = -1, timer = 0, request = null;
    const options = () => [...list.children];
    const typed = () => {
      if (field.selectionStart !== field.selectionEnd) return null;
      return TYPED.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
    };
    const choose = (index) => {
      active = index;
      options().forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
      const row = options()[index];
      if (row) {
        field.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      } else field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      choose(-1);
    };
    const take = (row) => {
      const start = field.selectionStart - typed().length;
      field.setRangeText(`${row.dataset.name} `, start, field.selectionStart, "end");
      close();
      field.focus();
    };
    const ask = async () => {
      const text = typed();
      request?.abort();
      if (!text) return close();
      request = new AbortController();
      try {
        const address = `${field.dataset.mentionUrl}?${new URLSearchParams({ q: text })}`;
        const response = await fetch(address, { signal: request.signal });
        if (!response.ok || typed() !== text) return close();
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        list.replaceChildren(...page.querySelectorAll("[role=option]"));
        options().forEach((row, at) => (row.id = `${name}-${at}`));
        list.hidden = !list.children.length;
        status.textContent = list.hidden ? "" : page.querySelector("[data-status]").textContent;
        choose(-1);
      } catch {
        // A newer question, or no network: the name can be typed in full.
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const next = active + (event.key === "ArrowDown" ? 1 : -1);
        choose(next > last ? 0 : next < 0 ? last : next);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(options()[active]);
      } else if (event.key === "Escape" || event.key === "Tab") close();
    });
    field.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row && typed() !== null) take(row);
    });
  }

  document.querySelectorAll("textarea[data-mention-url]").forEach(offer);
})();
