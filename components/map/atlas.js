// Joins base map, areas and sites; reports a choice at once.
(() => {
  let base, areas, sites, current, turn = 0;

  // window.Streamlit is the component's own: no 250 ms wait; a choice made again counts as new
  const report = choice => Streamlit.setComponentValue({ area: null, site: null, ...choice, turn: ++turn });

  atlas.start = id => {
    base = atlas.base(id);
    atlas.tip = atlas.tooltip(base.map);
    atlas.note = base.note;
    areas = atlas.areas(base.map, area => report({ area }));
    sites = atlas.sites(base.map, site => report({ site }));
    return base.map;
  };

  atlas.show = state => {
    window.feature_group = [];  // the component only ever adds to its list
    current = state;
    const texts = base.speak(state.language, state.label);
    base.within(state.bounds);
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
