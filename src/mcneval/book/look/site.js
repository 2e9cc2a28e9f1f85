"use strict";
(function () {
  const root = document.body.dataset.root || "";
  const make = (name, options = {}, ...children) => {
    const element = Object.assign(document.createElement(name), options);
    element.append(...children);
    return element;
  };

  /* light and dark */
  const theme = () => {
    const button = document.querySelector("button.theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const current = () =>
      document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
    const show = () => {
      const other = current() === "dark" ? "Light" : "Dark";
      button.querySelector(".theme-name").textContent = other;
      button.setAttribute("aria-label", `${other} colours`);
    };
    button.addEventListener("click", () => {
      const next = current() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("mcn-theme", next);
      } catch (error) {
        /* storage may be closed: the choice then lasts for this page */
      }
      show();
    });
    dark.addEventListener("change", show);
    show();
    button.hidden = false;
  };

  /* tabs */
  const tabs = () => {
    document.querySelectorAll(".tabset").forEach((set, index) => {
      const panels = [...set.querySelectorAll(":scope > .tab-panel")];
      const list = make("div", { className: "tab-list" });
      list.setAttribute("role", "tablist");
      const buttons = panels.map((panel, place) => {
        const title = panel.querySelector(".tab-title").textContent.trim();
        const button = make("button", { type: "button", textContent: title });
        button.id = `tab-${index}-${place}`;
        panel.id = panel.id || `panel-${index}-${place}`;
        button.setAttribute("role", "tab");
        button.setAttribute("aria-controls", panel.id);
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", button.id);
        panel.tabIndex = 0;
        return button;
      });
      const choose = (place, focus) => {
        buttons.forEach((button, n) => {
          button.setAttribute("aria-selected", String(n === place));
          button.tabIndex = n === place ? 0 : -1;
          panels[n].hidden = n !== place;
        });
        if (focus) buttons[place].focus();
      };
      buttons.forEach((button, place) => {
        button.addEventListener("click", () => choose(place, false));
        button.addEventListener("keydown", (event) => {
          const last = buttons.length - 1;
          const moves = {
            ArrowRight: place === last ? 0 : place + 1,
            ArrowLeft: place === 0 ? last : place - 1,
            Home: 0,
            End: last,
          };
          if (event.key in moves) {
            event.preventDefault();
            choose(moves[event.key], true);
          }
        });
      });
      list.append(...buttons);
      set.prepend(list);
      set.classList.add("ready");
      choose(0, false);
      const reveal = () => {
        const target = location.hash && document.getElementById(location.hash.slice(1));
        const place = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
        if (place > 0) {
          choose(place, false);
          target.scrollIntoView();
        }
      };
      addEventListener("hashchange", reveal);
      reveal();
    });
  };

  /* figures */
  const zoom = () => {
    const figures = [...document.querySelectorAll("figure")].filter((one) =>
      one.querySelector("img, svg.drawn"),
    );
    if (!figures.length || !window.HTMLDialogElement) return;
    const title = make("p", { id: "zoom-title" });
    const size = make("button", { type: "button", textContent: "Larger" });
    const close = make("button", { type: "button", textContent: "Close" });
    const stage = make("div", { className: "stage", tabIndex: 0 });
    stage.setAttribute("role", "region");
    stage.setAttribute("aria-label", "Figure");
    const tools = make("div", {}, size, " ", close);
    const dialog = make(
      "dialog",
      { className: "zoom" },
      make("div", { className: "tools" }, title, tools),
      stage,
    );
    dialog.setAttribute("aria-labelledby", "zoom-title");
    document.body.append(dialog);
    const resize = (large) => {
      dialog.classList.toggle("large", large);
      size.textContent = large ? "Fit" : "Larger";
    };
    size.addEventListener("click", () => resize(!dialog.classList.contains("large")));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    figures.forEach((figure) => {
      const shown = [...figure.querySelectorAll("img, svg.drawn")];
      const label = figure.querySelector(".caption-label");
      const name = label ? label.textContent : "figure";
      const open = () => {
        const caption = figure.querySelector("figcaption");
        title.textContent = caption ? caption.textContent : name;
        /* names in a drawing stay unique on the page */
        stage.innerHTML = shown[0].outerHTML.replace(/(\sid="|href="#(?!map-)|url\(#)/g, "$1zoom-");
        stage.firstChild.style.cursor = "auto";
        /* on a phone a wide drawing would fit, but could not be read */
        resize(shown.length > 1 && innerWidth < 640);
        dialog.showModal();
      };
      const button = make("button", {
        type: "button",
        className: "enlarge",
        textContent: "Enlarge",
      });
      button.setAttribute("aria-label", `Enlarge ${name}`);
      button.addEventListener("click", open);
      shown.forEach((one) => {
        one.style.cursor = "zoom-in";
        one.addEventListener("click", open);
      });
      figure.append(button);
    });
  };

  /* sortable tables */
  const sorting = () => {
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const value = (row, column) => row.cells[column].textContent.trim();
    document.querySelectorAll("table.sortable, .sortable table").forEach((table) => {
      const body = table.tBodies[0];
      const heads = table.tHead ? [...table.tHead.rows[table.tHead.rows.length - 1].cells] : [];
      heads.forEach((head, column) => {
        const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          heads.forEach((one) => one.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const rows = [...body.rows].sort(
            (a, b) => collator.compare(value(a, column), value(b, column)) * (down ? -1 : 1),
          );
          body.append(...rows);
        });
      });
    });
  };

  /* rows of other pages' tables that this page leads to: the panel of a number */
  const rowOf = (link) => document.querySelector(`template[data-row="${CSS.escape(link.dataset.to || "")}"]`);

  const numbers = () => {
    const links = [...document.querySelectorAll("a.number")].filter(rowOf);
    if (!links.length || !window.HTMLDialogElement) return;
    const close = make("button", { type: "button", textContent: "Close" });
    const body = make("div");
    const panel = make("dialog", { className: "number-panel" }, close, body);
    panel.setAttribute("aria-label", "Where this number comes from");
    document.body.append(panel);
    close.addEventListener("click", () => panel.close());
    panel.addEventListener("click", (event) => event.target === panel && panel.close());
    links.forEach((link) =>
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        body.replaceChildren(rowOf(link).content.cloneNode(true));
        body.append(make("a", { href: link.href, textContent: "All numbers" }));
        const box = link.getBoundingClientRect();
        panel.showModal();
        const within = (start, size, room) => `${Math.max(16, Math.min(start, room - size - 16))}px`;
        panel.style.left = within(box.left, panel.offsetWidth, document.documentElement.clientWidth);
        panel.style.top = within(box.bottom + 6, panel.offsetHeight, innerHeight);
      }),
    );
  };

  /* the map: choose a theme, see its links in the drawing and in words */
  const map = () => {
    const list = document.querySelector(".panels");
    const drawing = [...document.querySelectorAll("figure .drawing")].find((one) => one.querySelector('svg a'));
    if (!list || !drawing) return;
    const panels = [...list.querySelectorAll(".panel")];
    const intro = make("p", { className: "quiet" });
    intro.setAttribute("role", "status");
    const close = make("button", { type: "button", textContent: "Close" });
    list.prepend(close, intro);
    const room = make("div", { className: "choosing" });
    drawing.before(room);
    room.append(drawing, list);
    const name = (panel) => panel.querySelector("a").textContent;
    const listIncoming = (panel) =>
      panels.flatMap((from) =>
        [...from.querySelectorAll("li")]
          .filter((item) => item.querySelector(`a[href="#${panel.id}"]`))
          .map((item) => {
            const copy = item.cloneNode(true);
            const link = copy.querySelector("a");
            const verb = link.previousSibling ? link.previousSibling.textContent.trim() : "";
            while (copy.firstChild !== link) copy.firstChild.remove();
            link.remove();
            copy.prepend(make("a", { href: `#${from.id}`, textContent: `“${name(from)}”` }), ` ${verb} it`);
            return copy;
          }),
      );
    const addIncoming = (panel, items) => {
      if (!items.length) return;
      const own = panel.querySelector(".said");
      const block = [make("p", { textContent: "Acted on by" }), make("ul", {}, ...items)];
      if (own) own.before(...block);
      else panel.append(...block);
    };
    const addSaid = (panel) => {
      const links = [...panel.querySelectorAll("a.row")].filter(rowOf);
      if (!links.length) return;
      const items = links.map((link) => {
        const row = rowOf(link).content;
        const cell = (head) => row.querySelector(`[data-head="${head}"]`);
        const stance = cell("For or against").textContent.trim();
        const whose = make("a", { href: link.href, textContent: link.textContent });
        return make("li", {}, ...cell("What was said").cloneNode(true).childNodes, " (", whose, stance === "for" ? ")" : `; ${stance})`);
      });
      const paragraph = links[0].closest("p");
      paragraph.replaceChildren("What was said");
      paragraph.after(make("ul", {}, ...items));
    };
    panels.forEach((panel) => {
      panel.querySelectorAll("p a.row").forEach((one) => one.closest("p").classList.add("said"));
    });
    const incoming = panels.map(listIncoming);
    panels.forEach((panel, at) => addIncoming(panel, incoming[at]));
    panels.forEach(addSaid);
    const drawings = [...drawing.querySelectorAll("svg")];
    const show = (id) => {
      const chosen = panels.find((panel) => panel.id === id);
      close.hidden = !chosen;
      intro.classList.toggle("unseen", Boolean(chosen));
      intro.textContent = chosen
        ? `Chosen: ${name(chosen)}`
        : "Choose a theme on the map: its links stand out, and are written here.";
      panels.forEach((panel) => panel.classList.toggle("chosen", panel === chosen));
      const theme = id.replace(/^map-/, "");
      drawings.forEach((svg) => {
        svg.classList.toggle("lit", Boolean(chosen));
        svg.querySelectorAll(".arc").forEach((arc) => {
          const on = arc.classList.contains(`from-${theme}`) || arc.classList.contains(`to-${theme}`);
          arc.classList.toggle("on", on);
        });
        svg.querySelectorAll("a").forEach((one) => one.classList.toggle("on", one.getAttribute("xlink:href") === `#${id}`));
      });
    };
    const read = () => show(decodeURIComponent(location.hash.slice(1)));
    /* the address is set without going there, which would move the page and the keyboard's place */
    const choose = (address) => {
      history.pushState(null, "", address || location.pathname + location.search);
      read();
      list.scrollTop = 0;
    };
    room.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#map-"], svg a');
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      choose(link.getAttribute("href") || link.getAttribute("xlink:href"));
      if (list.contains(link)) list.querySelector(".chosen a").focus({ preventScroll: true });
      /* on a phone the words lie over the lower half */
      const under = link.getBoundingClientRect().bottom + 12 - list.getBoundingClientRect().top;
      if (drawing.contains(link) && list.offsetLeft <= drawing.offsetLeft && under > 0) scrollBy({ top: under });
    }, true);
    addEventListener("popstate", read);
    const leave = () => {
      const on = drawing.querySelector("svg.narrow a.on");
      choose("");
      if (on) on.focus({ preventScroll: true });
    };
    close.addEventListener("click", leave);
    addEventListener("keydown", (event) => {
      const elsewhere = document.querySelector("dialog[open]") || event.target.closest("input, select");
      if (event.key === "Escape" && !elsewhere && list.querySelector(".chosen")) leave();
    });
    read();
    if (location.hash.startsWith("#map-")) drawing.closest("figure").scrollIntoView();
  };

  /* a table whose rows are shown as blocks is still told as a table */
  const roles = () => {
    const name = (elements, role) =>
      [...elements].forEach((one) => one.setAttribute("role", role));
    document.querySelectorAll(".stack > table").forEach((table) => {
      const cells = [...table.rows].flatMap((row) => [...row.cells]);
      name(table.querySelectorAll("thead, tbody, tfoot"), "rowgroup");
      name(table.rows, "row");
      cells.forEach((cell) => {
        const kind = cell.localName === "td" ? "cell" : cell.scope === "col" ? "column" : "row";
        cell.setAttribute("role", kind === "cell" ? kind : `${kind}header`);
      });
      /* a named table may hold nothing but rows, and so no caption with a link */
      if (!table.querySelector("caption a")) table.setAttribute("role", "table");
    });
  };

  /* a region that does not scroll needs no stop for the keyboard */
  const scrollers = () => {
    const regions = [...document.querySelectorAll(".table-scroll, .drawing, pre")];
    const settle = () =>
      regions.forEach((region) => {
        const rest = region.scrollWidth - region.clientWidth;
        if (rest > 1) region.tabIndex = 0;
        else region.removeAttribute("tabindex");
        region.classList.toggle("more", rest - region.scrollLeft > 1);
      });
    regions.forEach((one) => one.addEventListener("scroll", settle, { passive: true }));
    addEventListener("resize", settle);
    addEventListener("load", settle);
    settle();
  };

  /* the page's contents make way for a wide table beside them */
  const margin = () => {
    const contents = document.querySelector("nav.contents");
    const tables = [...document.querySelectorAll(".table-scroll.wide")];
    if (!contents || !tables.length) return;
    const settle = () => {
      const own = contents.getBoundingClientRect();
      const meets = (box) =>
        box.right > own.left && box.top < own.bottom && box.bottom > own.top;
      const met = tables.some((one) => meets(one.getBoundingClientRect()));
      contents.classList.toggle("behind", met);
    };
    addEventListener("scroll", settle, { passive: true });
    addEventListener("resize", settle);
    addEventListener("load", settle);
    settle();
  };

  /* nothing stays folded on paper */
  const printing = () =>
    addEventListener("beforeprint", () =>
      document.querySelectorAll("article details").forEach((one) => (one.open = true)),
    );

  /* where the reader is */
  const spy = () => {
    const links = new Map(
      [...document.querySelectorAll(".contents a")].map((one) => [
        decodeURIComponent(one.hash.slice(1)),
        one,
      ]),
    );
    if (!links.size) return;
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const settle = () => {
      const passed = headings.filter((one) => one.getBoundingClientRect().top < 140);
      const here = passed[passed.length - 1] || headings[0];
      links.forEach((one, id) => one.classList.toggle("here", id === here.id));
    };
    addEventListener("scroll", settle, { passive: true });
    settle();
  };

  /* search */
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[-\u2010-\u2013]/g, " ").toLowerCase();

  const excerpt = (text, word) => {
    const place = fold(text).indexOf(word);
    if (place < 0) return [text.slice(0, 130)];
    const start = Math.max(0, place - 50);
    const found = text.slice(place, place + word.length);
    const before = (start ? "…" : "") + text.slice(start, place);
    const after = text.slice(place + word.length, place + word.length + 80);
    return [before, make("mark", { textContent: found }), `${after}…`];
  };

  const score = (section, words, phrase) => {
    const head = fold(`${section.h} ${section.h ? "" : section.c}`);
    const text = fold(section.t);
    let total = 0;
    for (const word of words) {
      /* a short word such as "on" must begin one, or it is in half of all words */
      const sought = word.length < 3 ? ` ${word}` : word;
      const inHead = ` ${head}`.includes(sought) ? 10 : 0;
      const inText = Math.min(` ${text}`.split(sought).length - 1, 5);
      if (!inHead && !inText && !fold(section.c).includes(word)) return 0;
      total += inHead + inText + (fold(section.c).includes(word) ? 2 : 0);
    }
    /* words that stand together as they were typed are what was meant */
    return total + (words.length > 1 && `${head} ${text}`.includes(phrase) ? 20 : 0);
  };

  const search = () => {
    const box = document.querySelector(".search");
    if (!box || !window.mcnSections) return;
    const input = box.querySelector("input");
    const list = box.querySelector(".search-results");
    const status = document.getElementById("search-status");
    let chosen = -1;
    const options = () => [...list.querySelectorAll("a")];
    const choose = (place) => {
      chosen = place;
      options().forEach((one, n) => one.setAttribute("aria-selected", String(n === place)));
      const one = options()[place];
      if (one) {
        input.setAttribute("aria-activedescendant", one.id);
        one.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const show = () => {
      const phrase = fold(input.value).trim().replace(/\s+/g, " ");
      const words = phrase.split(" ").filter((word) => word.length > 1);
      if (!words.length) {
        status.textContent = "";
        box.classList.remove("empty");
        return close();
      }
      const found = window.mcnSections
        .map((section, place) => ({ section, place, score: score(section, words, phrase) }))
        .filter((one) => one.score)
        .sort((a, b) => b.score - a.score || a.place - b.place)
        .slice(0, 12);
      list.replaceChildren(
        ...found.map(({ section }, place) => {
          const link = make(
            "a",
            { href: root + section.a, id: `result-${place}` },
            make("span", { className: "where", textContent: section.c }),
            make("span", { className: "what", textContent: section.h || section.c }),
            make("span", {}, ...excerpt(section.t, fold(section.t).includes(phrase) ? phrase : words.reduce((a, b) => (b.length > a.length ? b : a)))),
          );
          link.setAttribute("role", "option");
          link.setAttribute("aria-selected", "false");
          link.tabIndex = -1;
          link.addEventListener("click", close);
          return link;
        }),
      );
      const count = found.length;
      status.textContent = count ? `${count} result${count === 1 ? "" : "s"}` : "Nothing found";
      list.hidden = !count;
      input.setAttribute("aria-expanded", String(count > 0));
      choose(count ? 0 : -1);
      box.classList.toggle("empty", !count);
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", show);
    input.addEventListener("keydown", (event) => {
      const all = options();
      if (event.key === "Escape") {
        input.value = "";
        show();
      } else if (event.key === "ArrowDown" && all.length) {
        event.preventDefault();
        choose((chosen + 1) % all.length);
      } else if (event.key === "ArrowUp" && all.length) {
        event.preventDefault();
        choose((chosen + all.length - 1) % all.length);
      } else if (event.key === "Enter" && all[chosen]) {
        event.preventDefault();
        all[chosen].click();
      }
    });
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target)) {
        box.classList.remove("empty");
        close();
      }
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
      if (event.key === "/" && !typing) {
        event.preventDefault();
        input.focus();
      }
    });
    box.hidden = false;
  };

  [theme, tabs, numbers, map, zoom, sorting, roles, scrollers, margin, printing, spy, search].forEach((start) => start());
})();
