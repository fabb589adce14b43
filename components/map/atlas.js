// Joins base map, areas and sites; reports a choice at once.
(() => {
  let base, areas, sites, current, turn = 0;

  // window.Streamlit is the component's own: no 250 ms wait; a choice made again counts as new
  const report = choice => Streamlit.setComponentValue({ area: null, site: null, point: null, ...choice, turn: ++turn });
  // a map that asks for a place reports where, every other one what is there
  const place = ({ lat, lng }) => report({ point: [lng, lat] });

  atlas.start = id => {
    base = atlas.base(id);
    atlas.tip = atlas.tooltip(base.map);
    atlas.note = base.note;
    areas = atlas.areas(base.map, (area, where) => current.pick ? place(where) : report({ area }));
    sites = atlas.sites(base.map, site => report({ site }));
    base.map.on("click", event => { if (current && current.pick) place(event.latlng); });
    return base.map;
  };

  atlas.show = state => {
    window.feature_group = [];  // the component only ever adds to its list
    current = state;
    const texts = base.speak(state.language, state.label);
    base.within(state.bounds);
    base.map.getContainer().classList.toggle("atlas-pick", Boolean(state.pick));
    const arrive = (part, coming, draw, fault) => coming.then(come => {
      if (current !== state) return;
      base.note.keep(part, "");
      draw(come);
    }).catch(error => {
      if (current === state) base.note.keep(part, fault);
      console.error(error);
    });
    arrive("areas", areas.load(state.url), shape => areas.show(shape, state, texts), texts.unreachable);
    arrive("sites", Promise.all(state.siteUrls.map(sites.load)), layers => sites.show(state.sites, layers, state, texts),
      texts.sites_unreachable);
    return L.layerGroup();
  };
})();
