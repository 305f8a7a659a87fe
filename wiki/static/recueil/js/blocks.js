// Blocks of a page's text: ticks kept in this browser, links and code to copy.
// Without it, everything can be read, ticked for the time of a visit and followed.
(() => {
  // Ticks: one entry for each page, the ids of what is ticked.
  const key = `recueil-ticks:${location.pathname}`;
  let ticked = new Set();
  try {
    ticked = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  } catch {
    // Storage refused or damaged: ticks last for the visit.
  }
  for (const box of document.querySelectorAll("[data-tick]")) {
    box.checked = ticked.has(box.dataset.tick);
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](box.dataset.tick);
      try {
        if (ticked.size) localStorage.setItem(key, JSON.stringify([...ticked]));
        else localStorage.removeItem(key);
      } catch {
        // As above.
      }
    });
  }

  // One place tells screen readers what was copied.
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  const say = (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  };

  const links = [...document.querySelectorAll("[data-copy-link]")];
  const linkCopied = links.find((link) => link.dataset.copyLink)?.dataset.copyLink ?? "✓";
  for (const link of links) {
    link.addEventListener("click", async () => {
      // The link is followed as well: the address bar shows what was copied.
      try {
        await navigator.clipboard.writeText(link.href);
        link.dataset.done = "";
        say(linkCopied);
        setTimeout(() => delete link.dataset.done, 2000);
      } catch {
        // No clipboard: the address bar has it.
      }
    });
  }

  if (navigator.clipboard) {
    for (const code of document.querySelectorAll(".highlight[data-word-copy]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy-code";
      button.textContent = code.dataset.wordCopy;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.querySelector("pre").innerText);
          say(code.dataset.wordCopied);
        } catch {
          getSelection().selectAllChildren(code.querySelector("pre"));
        }
      });
      code.append(button);
    }
  }

  // An address written with accents or capitals reaches its section all the same.
  const reach = () => {
    let name;
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    if (!name) return;
    let target = document.getElementById(name);
    if (!target) {
      const squeezed = (text) =>
        text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]/g, "");
      const wanted = squeezed(name);
      target = wanted && [...document.querySelectorAll("main [id]")].find((one) => squeezed(one.id) === wanted);
      target?.scrollIntoView();
    }
    // A section inside a closed part opens it.
    for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
  };
  addEventListener("hashchange", reach);
  reach();
})();
