// Keeps the areas by their address and paints them from the values that arrive.
(() => {
  const { config } = atlas;
  const MISSING = "", SECRET = "*";

  const inside = ([x, y], rings) => rings.reduce((within, ring) => {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i], [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) within = !within;
    }
    return within;
  }, false);

  const moments = ring => {
    const [ox, oy] = ring[0];
    let area = 0, x = 0, y = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const ax = ring[j][0] - ox, ay = ring[j][1] - oy, bx = ring[i][0] - ox, by = ring[i][1] - oy;
      const cross = ax * by - bx * ay;
      area += cross / 2; x += (ax + bx) * cross / 6; y += (ay + by) * cross / 6;
    }
    return { size: Math.abs(area), centre: area ? [ox + x / area, oy + y / area] : ring[0] };
  };

  // A point surely within: the centre of the largest part, else the middle of its widest stretch at that height
  const pointWithin = geometry => {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const [rings, { centre }] = parts.map(part => [part, moments(part[0])]).sort((a, b) => b[1].size - a[1].size)[0];
    if (inside(centre, rings)) return L.latLng(centre[1], centre[0]);
    const y = centre[1], crossings = [];
    rings.forEach(ring => ring.forEach(([xi, yi], i) => {
      const [xj, yj] = ring[(i || ring.length) - 1];
      if (yi > y !== yj > y) crossings.push((xj - xi) * (y - yi) / (yj - yi) + xi);
    }));
    crossings.sort((a, b) => a - b);
    let best = [centre[0], centre[0]];
    for (let i = 0; i + 1 < crossings.length; i += 2)
      if (crossings[i + 1] - crossings[i] > best[1] - best[0]) best = [crossings[i], crossings[i + 1]];
    return L.latLng(y, (best[0] + best[1]) / 2);
  };

  const drawing = (map, name, zIndex) => {
    map.createPane(name).style.zIndex = zIndex;
    return L.svg({ pane: name, padding: 0.6 });
  };

  // report(id, place) on a choice; with the keyboard the place is a point within
  atlas.areas = (map, report) => {
    const ground = drawing(map, "areas", 400), marks = drawing(map, "marks", 410), rounds = drawing(map, "circles", 420);
    const circles = L.layerGroup().addTo(map), chosen = L.layerGroup().addTo(map), focused = L.layerGroup().addTo(map);
    const byUrl = new Map(), byPath = new WeakMap();
    let shown = null, drawn = "", words = [];

    const outline = (group, area, strokes) => {
      group.clearLayers();
      if (area) strokes.forEach(style => group.addLayer(L.polygon(area.layer.getLatLngs(), {
        renderer: marks, pane: "marks", interactive: false, fill: false, smoothFactor: 0, lineJoin: "round", ...style,
      })));
    };
    const roving = atlas.roving(map, path => report(byPath.get(path).id, byPath.get(path).point), path => {
      const area = path && byPath.get(path);
      outline(focused, area, [{ color: "#1a1a1a", weight: 8 }, { color: "#ffd400", weight: 4 }]);
      if (!area) return atlas.tip.hide();
      map.panInside(area.point, { padding: [40, 40], animate: false });
      atlas.tip.show(area.point, area.name, words[area.position]);
    });

    const answering = (layer, area) => layer.on({
      click: event => { L.DomEvent.stopPropagation(event); report(area.id, event.latlng); },
      mouseover: event => atlas.tip.show(event.latlng, area.name, words[area.position]),
      mousemove: event => atlas.tip.move(event.latlng),
      mouseout: () => atlas.tip.hide(),
    });

    const build = collection => collection.features.map((feature, position) => {
      const area = { id: feature.properties.id, name: feature.properties.name, position };
      if (!feature.geometry) return area;
      area.point = pointWithin(feature.geometry);
      area.layer = L.GeoJSON.geometryToLayer(feature, {
        renderer: ground, pane: "areas", smoothFactor: 0, className: "atlas-area", fillOpacity: 1, weight: 0.7,
      });
      return answering(area.layer, area) && area;
    }).filter(area => area.layer);

    const load = url => {
      if (!byUrl.has(url)) byUrl.set(url, fetch("../../" + url).then(answer => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      }).then(build).catch(error => { byUrl.delete(url); throw error; }));
      return byUrl.get(url);
    };

    const put = areas => {
      if (shown) shown.forEach(area => area.layer.remove());
      shown = areas;
      areas.forEach(area => {
        const path = area.layer.addTo(map).getElement();
        byPath.set(path, area);
        if (path !== area.path) roving.add(path);
        area.path = path;
      });
      drawn = "";
    };

    const circle = (areas, numbers) => {
      circles.clearLayers();
      const largest = Math.max(...numbers.filter(Number.isFinite), 0);
      areas.filter(area => numbers[area.position] > 0)
        .sort((a, b) => numbers[b.position] - numbers[a.position])
        .forEach(area => circles.addLayer(answering(L.circleMarker(area.point, {
          renderer: rounds, pane: "circles", color: "#fff", weight: 1.5, fillColor: config.countColour, fillOpacity: 0.85,
          radius: config.maxRadius * Math.sqrt(numbers[area.position] / largest),
        }), area)));
    };

    const paint = (areas, state, texts) => {
      const cells = state.values.split(","), scale = 10 ** state.decimals, rate = state.form === "rate";
      const format = new Intl.NumberFormat(state.language, {
        minimumFractionDigits: state.decimals, maximumFractionDigits: state.decimals,
      });
      const cell = area => cells[area.position] ?? MISSING;
      const numbers = cells.map(text => text === MISSING || text === SECRET ? NaN : parseInt(text, 36));
      const grade = number => {
        const at = state.breaks.findIndex(bound => number <= bound);
        return state.colours[at < 0 ? state.colours.length - 1 : at];
      };
      words = [];
      areas.forEach(area => {
        const number = numbers[area.position], known = Number.isFinite(number), secret = cell(area) === SECRET;
        const figure = state.words ? state.words[number] : `${format.format(number / scale)} ${state.unit}`.trim();
        words[area.position] = known ? figure : secret ? texts.secret : texts.missing;
        const fill = known ? (rate ? grade(number) : "transparent") : `url(#atlas-${secret ? "secret" : "missing"})`;
        if (area.layer.options.fillColor !== fill) area.layer.setStyle({ fillColor: fill });
        area.path.classList.toggle("atlas-neutral", known && !rate);
        area.path.setAttribute("aria-label", `${area.name}: ${words[area.position]}`);
        area.path.setAttribute("aria-selected", area.id === state.area);
      });
      circle(areas, rate ? [] : numbers);
    };

    return {
      load,
      show(areas, state, texts) {
        const held = shown && shown.some(area => area.path === document.activeElement);
        if (areas !== shown) put(areas);
        const next = [state.form, state.values, state.decimals, state.unit, state.breaks, state.colours, state.words, state.language].join("|");
        if (next !== drawn) paint(areas, state, texts);
        else areas.forEach(area => area.path.setAttribute("aria-selected", area.id === state.area));
        drawn = next;
        const selected = areas.find(area => area.id === state.area);
        outline(chosen, selected, [{ color: "#fff", weight: 7 }, { color: "#1a1a1a", weight: 3 }]);
        roving.order(areas.map(area => area.path), selected && selected.path);
        const list = areas.length && areas[0].path.parentNode;
        if (list) {
          list.setAttribute("role", "listbox");
          list.setAttribute("aria-label", state.label);
          list.setAttribute("aria-describedby", "atlas-keys");
        }
        // a level was exchanged under the focus: it goes to the new areas instead of getting lost
        if (held && list && !list.contains(document.activeElement))
          (selected || areas[0]).path.focus({ preventScroll: true });
      },
    };
  };
})();
