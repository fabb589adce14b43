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
    Promise.all([areas.load(state.url), ...state.siteUrls.map(sites.load)]).then(([shape, ...layers]) => {
      if (current !== state) return;
      base.note.keep("");
      areas.show(shape, state, texts);
      sites.show(state.sites, layers, state, texts);
    }).catch(error => {
      if (current === state) base.note.keep(texts.unreachable);
      console.error(error);
    });
    return L.layerGroup();
  };
})();
