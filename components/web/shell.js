// Gives the page its language and Streamlit's own few words in that language (L2).
(() => {
  const WORDS = __WORDS__, ATTRIBUTES = ["aria-label", "placeholder", "title"];
  const language = () => new URLSearchParams(location.search).get("lang") === "en" ? "en" : "de";
  const word = text => language() === "de" ? WORDS[text.trim()] : undefined;

  const translate = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      const found = word(node.data);
      if (found && !node.parentElement?.closest("[data-testid=stMarkdownContainer], .atlas-table")) node.data = found;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of ATTRIBUTES) {
      const found = node.hasAttribute(name) && word(node.getAttribute(name));
      if (found) node.setAttribute(name, found);
    }
    node.childNodes.forEach(translate);
  };

  const watch = () => {
    document.documentElement.lang = language();
    translate(document.body);
    new MutationObserver(changes => {
      if (document.documentElement.lang !== language()) document.documentElement.lang = language();
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(translate);
        else translate(change.target);
      }
    }).observe(document.body, {childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES});
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", watch) : watch();
})();
