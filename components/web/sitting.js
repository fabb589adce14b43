// Keys of a session, as presenters send them, and the button that copies a link.
(() => {
  const KEYS = {
    ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", Escape: "end",
  };
  // where a key already means something: fields, lists, and what has opened above the page
  const TAKEN = "input, textarea, select, [contenteditable=true], [role=listbox], [role=combobox], [role=radiogroup]";
  const OPEN = "[data-testid=stPopoverBody], [role=dialog]";

  const press = part => {
    const button = document.querySelector(`.st-key-session_${part} button:not(:disabled)`);
    button?.click();
    return Boolean(button);
  };

  // while a screen is being drawn the buttons below are still those of the one before: the key waits for its own
  let waiting = null;
  const wait = part => {
    waiting?.disconnect();
    waiting = new MutationObserver(() => {
      if (press(part) || !drawing()) waiting.disconnect();
    });
    waiting.observe(document.body, { subtree: true, childList: true, attributes: true });
  };
  const drawing = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";

  addEventListener("keydown", event => {
    const part = KEYS[event.key];
    if (!part || event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(TAKEN) || document.querySelector(OPEN)) return;
    if (press(part)) event.preventDefault();
    else if (drawing()) wait(part);
  });

  // without https a browser has no clipboard of its own: then a field that nobody sees is copied from
  const copied = async text => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), {value: text});
    field.style.cssText = "position:fixed;opacity:0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("not copied");
  };

  addEventListener("click", async event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const label = button.textContent;
    await copied(button.dataset.copy);
    button.focus();
    if (label === button.dataset.copied) return;
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2500);
  });
})();
