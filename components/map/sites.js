// Sites as symbols; where more than 400 would stand in view, as dots on a canvas until one zooms in.
(() => {
  const { config } = atlas;
  const MOST = 400, SIZE = 30;

  // report(id) on a choice
  atlas.sites = (map, report) => {
    const pane = map.createPane("sites"), dotPane = map.createPane("dots");
    pane.style.zIndex = 600;
    dotPane.style.zIndex = 430;
    dotPane.style.pointerEvents = "none";
    const canvas = L.canvas({ pane: "dots", padding: 0.3 });
    const dots = L.layerGroup(), drawn = new Map(), byUrl = new Map(), byElement = new WeakMap();
    let sites = [], state = null, texts = {}, dotted = null;

    const said = site => texts.category[site.symbol] || texts.category[config.other];
    const roving = atlas.roving(map, one => report(byElement.get(one).id), one => {
      if (!one) return atlas.tip.hide();
      const site = byElement.get(one);
      map.panInside(site.place, { padding: [40, 40], animate: false });
      atlas.tip.show(site.place, site.name, said(site));
    });

    const load = url => {
      if (!byUrl.has(url)) byUrl.set(url, fetch("../../" + url).then(answer => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      }).then(collection => collection.features.filter(feature => feature.geometry).map(({ geometry, properties }) => ({
        id: properties.id, name: properties.name, symbol: Object.hasOwn(config.symbols, properties.category) ? properties.category : config.other,
        place: L.latLng(geometry.coordinates[1], geometry.coordinates[0]),
      }))).catch(error => { byUrl.delete(url); throw error; }));
      return byUrl.get(url);
    };

    const raise = site => {
      const symbol = document.createElement("span");
      symbol.innerHTML = config.symbols[site.symbol];  // a drawing of ours, never data
      const marker = L.marker(site.place, {
        pane: "sites", keyboard: false, riseOnHover: true,
        icon: L.divIcon({ html: symbol, className: "atlas-site", iconSize: [SIZE, SIZE] }),
      }).addTo(map);
      const one = marker.getElement();
      byElement.set(one, site);
      roving.add(one);
      marker.on({
        click: event => { L.DomEvent.stopPropagation(event); report(site.id); },
        mouseover: () => atlas.tip.show(site.place, site.name, said(site)),
        mouseout: () => atlas.tip.hide(),
      });
      return { marker, site, one };
    };

    const speckle = () => {
      if (dotted === sites) return;
      dotted = sites;
      dots.clearLayers();
      sites.forEach(site => dots.addLayer(L.circleMarker(site.place, {
        renderer: canvas, pane: "dots", interactive: false, radius: 3.5,
        color: "#fff", weight: 1, fillColor: config.dots[site.symbol], fillOpacity: 1,
      })));
    };

    const place = () => {
      if (!state) return;
      const view = map.getBounds().pad(0.1);
      const near = sites.length <= MOST ? sites : sites.filter(site => view.contains(site.place));
      const many = near.length > MOST, picked = sites.find(site => site.id === state.site);
      const wanted = many ? (picked ? [picked] : []) : near;
      if (many) { speckle(); dots.addTo(map); } else dots.remove();
      const keep = new Set(wanted);
      drawn.forEach(({ marker, one }, site) => {
        if (keep.has(site)) return;
        if (one === document.activeElement) map.getContainer().focus();
        marker.remove();
        drawn.delete(site);
      });
      wanted.forEach(site => { if (!drawn.has(site)) drawn.set(site, raise(site)); });
      drawn.forEach(({ one, marker }, site) => {
        const selected = site.id === state.site;
        one.setAttribute("aria-label", `${site.name}: ${said(site)}`);
        one.setAttribute("aria-selected", selected);
        marker.setZIndexOffset(selected ? 1000 : 0);
      });
      const inOrder = wanted.map(site => drawn.get(site).one);
      roving.order(inOrder, picked && drawn.has(picked) ? drawn.get(picked).one : null);
      if (inOrder.length) {
        pane.setAttribute("role", "listbox");
        pane.setAttribute("aria-label", texts.sites);
      } else ["role", "aria-label"].forEach(name => pane.removeAttribute(name));
      atlas.note.keep("sites", many ? texts.zoom_for_sites : "");
    };
    map.on("moveend", place);

    let last = "";
    return {
      load,
      // listed: sites that came with the state; layers: lists of sites from elsewhere
      show(listed, layers, next, words) {
        state = next;
        texts = words;
        const key = JSON.stringify([listed, next.siteUrls]);
        if (key !== last) {
          last = key;
          const own = listed.map(([id, lon, lat, symbol, name]) => ({ id, name, symbol, place: L.latLng(lat, lon) }));
          const known = new Set(own.map(site => site.id));
          sites = own.concat(layers.flat().filter(site => !known.has(site.id)));
        }
        place();
      },
    };
  };
})();
