// Small pictures that stand beside words, never instead of them.

import { svg } from "./dom.js";

const PATHS = {
  up: "M3 8.5 6.5 12 13 4.5",
  down: "M4 4l8 8M12 4l-8 8",
  unknown: "M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.4-1 .8-1 1.5M8 12.4v.1",
  warning: "M8 2.5 14.5 13.5H1.5zM8 6.5v3.2M8 11.6v.1",
  queued: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 5v3.2l2 1.3",
  running: "M3 8h9M8.5 4.5 12 8l-3.5 3.5",
  done: "M3 8.5 6.5 12 13 4.5",
  failed: "M4 4l8 8M12 4l-8 8",
  cancelled: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M4.2 4.2l7.6 7.6",
  upload: "M8 11V3M4.5 6.2 8 2.8l3.5 3.4M2.5 10.5v3h11v-3",
  cut: "M2 8h6M10 4v8M12.5 8h1.5",
  lost: "M4 4l8 8M12 4l-8 8",
  delivered: "M3 8.5 6.5 12 13 4.5",
};

/** A picture of 16 by 16, drawn in the colour of the text. */
export function icon(name, className = "") {
  return svg(
    "svg",
    { class: `icon ${className}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] ?? PATHS.unknown }),
  );
}
