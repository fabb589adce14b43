// The base map: constant for every city, level and language. Fits, zooms, lets the page scroll, says short notes.
(() => {
  const { config } = atlas;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // at most 60 % of a phone's window, at least half of a larger one
  const setHeight = Streamlit.setFrameHeight;
  Streamlit.setFrameHeight = height => {
    const phone = parent.innerWidth <= 640 && height > 0;
    const share = part => Math.round(part * parent.innerHeight);
    setHeight.call(Streamlit, phone ? Math.min(height, share(0.6)) : height && Math.max(height, share(0.5)));
  };

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // One line at the lower edge: passing hints and lasting notices, read out by screen readers
  const notes = container => {
    const line = element("div", "atlas-note");
    line.setAttribute("role", "status");
    container.append(line);
    const lasting = {};
    let timer;
    const write = text => { if (line.textContent !== text) line.textContent = text; line.hidden = !text; };
    const rest = () => { clearTimeout(timer); write(Object.values(lasting).filter(Boolean).join(" ")); };
    rest();
    return {
      keep(about, text) { lasting[about] = text; rest(); },
      pass(text) { clearTimeout(timer); write(text); timer = setTimeout(rest, 1500); },
    };
  };

  // Pages scroll over the map: the wheel zooms with Ctrl only, one finger never drags
  const gentle = (map, container, hint) => {
    const focus = container.focus;
    container.focus = () => focus.call(container, { preventScroll: true });
    container.addEventListener("wheel", event => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation();
      hint("wheel");
    }, { capture: true, passive: true });
    container.addEventListener("pointerdown", event => {
      map.dragging[event.pointerType === "touch" ? "disable" : "enable"]();
    }, { capture: true });
    container.addEventListener("touchmove", event => {
      if (event.touches.length === 1) hint("two_fingers");
    }, { passive: true });
  };

  atlas.base = id => {
    const map = L.map(id, {
      center: [51.2, 10.4], zoom: 6, zoomSnap: 0.1, maxZoom: 18, wheelPxPerZoomLevel: 120,
      zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: !still, inertia: !still,
      attributionControl: false, zoomControl: false, dragging: false, trackResize: false, maxBoundsViscosity: 1,
    });
    const container = map.getContainer();
    const zoom = L.control.zoom().addTo(map);
    const size = parseFloat(parent.getComputedStyle(parent.document.documentElement).fontSize) / 16;
    L.control.scale({ imperial: false, maxWidth: 90 * size }).addTo(map);
    document.body.insertAdjacentHTML("beforeend", config.patterns);
    // the frame is a document of its own: it has a main part, a heading and a word on the keys
    const heading = element("h1", "atlas-hidden"), keys = element("p", "atlas-hidden");
    keys.id = "atlas-keys";
    container.parentNode.prepend(heading, keys);
    container.parentNode.setAttribute("role", "main");
    const note = notes(container);
    let texts = {}, bounds = null, fitted = null;
    gentle(map, container, code => note.pass(texts[code]));
    container.setAttribute("role", "region");
    // a session goes on by keys of the page around, also after somebody has clicked on the map
    document.addEventListener("keydown", event => {
      if (event.defaultPrevented || !["PageUp", "PageDown", "Escape"].includes(event.key)) return;
      const told = new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true });
      if (!parent.document.body.dispatchEvent(told)) event.preventDefault();
    });

    const seen = () => [map.getCenter().toString(), map.getZoom()].join();
    const fit = () => {
      const size = map.getSize();
      if (!bounds || !size.x || !size.y) return;
      map.setMaxBounds(null).setMinZoom(0).fitBounds(bounds, { padding: [14, 14], animate: false });
      map.setMinZoom(map.getZoom() - 0.5).setMaxBounds(bounds.pad(0.4));
      fitted = seen();
    };
    new ResizeObserver(() => {
      const untouched = fitted === null || fitted === seen();
      map.invalidateSize({ pan: false });
      if (untouched) fit();
    }).observe(container);

    return {
      map, note,
      // west, south, east, north; the view is kept as long as they stay, give or take what a level is simplified by
      within([west, south, east, north]) {
        const next = L.latLngBounds([south, west], [north, east]);
        if (bounds && bounds.equals(next, (east - west) / 50)) return;
        bounds = next;
        fit();
      },
      speak(language, label) {
        texts = config.texts[language] || config.texts.de;
        document.documentElement.lang = language;
        document.documentElement.style.fontSize = parent.getComputedStyle(parent.document.documentElement).fontSize;
        document.title = heading.textContent = label;
        if (window.frameElement) frameElement.title = label;
        container.setAttribute("aria-label", label);
        keys.textContent = texts.keys;
        [[zoom._zoomInButton, texts.zoom_in], [zoom._zoomOutButton, texts.zoom_out]].forEach(([button, text]) => {
          button.title = text;
          button.setAttribute("aria-label", text);
        });
        return texts;
      },
    };
  };

  // One tab stop for many elements: arrows move, Enter and Space choose, plus and minus zoom
  atlas.roving = (map, choose, follow) => {
    let elements = [], active = null;
    const activate = next => {
      if (active && active !== next) active.setAttribute("tabindex", "-1");
      active = next;
      if (active) active.setAttribute("tabindex", "0");
    };
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const onKey = event => {
      const at = elements.indexOf(event.currentTarget), last = elements.length - 1;
      if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      const to = event.key in moves ? (at + moves[event.key] + elements.length) % elements.length
        : event.key === "Home" ? 0 : event.key === "End" ? last : null;
      if (to !== null) elements[to].focus({ preventScroll: true });
      else if (event.key === "Enter" || event.key === " ") choose(event.currentTarget);
      else if (event.key === "+") map.zoomIn();
      else if (event.key === "-") map.zoomOut();
      else if (event.key === "Escape") atlas.tip.hide();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    return {
      add(one) {
        one.setAttribute("role", "option");
        one.setAttribute("tabindex", "-1");
        one.addEventListener("keydown", onKey);
        one.addEventListener("focus", () => { activate(one); if (one.matches(":focus-visible")) follow(one); });
        one.addEventListener("blur", () => follow(null));
      },
      order(next, preferred) {
        elements = next;
        if (document.activeElement !== active || !elements.includes(active)) activate(preferred || elements[0] || null);
      },
    };
  };

  // One tooltip; what it says enters as text, never as HTML
  atlas.tooltip = map => {
    const box = L.tooltip({ className: "atlas-tip", direction: "top", offset: [0, -10], opacity: 1 });
    return {
      show(place, name, said) {
        const content = element("div", "");
        content.append(element("strong", "", name), element("span", "", said));
        map.openTooltip(box.setLatLng(place).setContent(content));
      },
      move(place) { box.setLatLng(place); },
      hide() { map.closeTooltip(box); },
    };
  };
})();
