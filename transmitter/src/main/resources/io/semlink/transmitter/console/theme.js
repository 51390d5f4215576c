// Light, dark, or what the system prefers; the choice is remembered.

import { byId, h } from "./dom.js";

const KEY = "semlink.theme";

/** Wires the choice of theme. `onChange` is called when colours change: charts draw them themselves. */
export function startTheme(onChange) {
  const choice = byId("theme");
  choice.value = document.documentElement.dataset.theme ?? "auto";
  choice.addEventListener("change", () => {
    const theme = choice.value;
    if (theme === "auto") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Not remembered, then.
    }
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
}

/** A colour of the present theme, resolved: what a custom property stands for. */
export function themeColour(property) {
  const probe = document.body.appendChild(h("span", { hidden: true, style: { color: `var(${property})` } }));
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
