// Gives the page its language and Streamlit's own few words in that language (L2).
(() => {
  const WORDS = __WORDS__, ATTRIBUTES = ["aria-label", "placeholder", "title"];
  const language = () => new URLSearchParams(location.search).get("lang") === "en" ? "en" : "de";
  // "Remove {name}" stands for any name
  const FORMS = Object.entries(WORDS).filter(([text]) => text.includes("{")).map(([text, other]) => {
    const [before, after] = text.split(/\{\w+\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return [new RegExp(`^${before}(.+)${after}$`), other];
  });
  const formed = text => {
    const found = FORMS.find(([form]) => form.test(text));
    return found && found[1].replace(/\{\w+\}/, () => found[0].exec(text)[1]);
  };
  const word = text => language() === "de" ? WORDS[text.trim()] ?? formed(text.trim()) : undefined;

  // Streamlit hides the role of the place for files, but names it: it is a group
  const PLACE = "[data-testid=stFileUploaderDropzone]", DROPZONE = `${PLACE}[role=presentation]`;
  const mend = element => {
    if (element.matches(DROPZONE)) element.setAttribute("role", "group");
    element.querySelectorAll(DROPZONE).forEach(zone => zone.setAttribute("role", "group"));
  };

  const translate = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      const found = word(node.data), parent = node.parentElement;
      const ours = parent?.closest("[data-testid=stMarkdownContainer], .atlas-table") && !parent.closest(`${PLACE} button`);
      if (found && !ours) node.data = found;
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
    mend(document.body);
    new MutationObserver(changes => {
      if (document.documentElement.lang !== language()) document.documentElement.lang = language();
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(node => {
          translate(node);
          if (node.nodeType === Node.ELEMENT_NODE) mend(node);
        });
        else translate(change.target);
      }
    }).observe(document.body, {childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES});
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", watch) : watch();
})();
