// Tells screen readers how requests ended, one sentence each, when it happens and never for the past.

import { byId } from "./dom.js";
import { clock, fixed } from "./format.js";
import { errorWords, hasEnded, viewOf } from "./report.js";

/** Speaks of photos that end while the page is open. */
export function startAnnouncer(store) {
  const open = new Set();
  let first = true;
  store.subscribe(["photos"], ({ photos, fileNames }) => {
    if (!photos) {
      return;
    }
    for (const photo of photos) {
      if (!hasEnded(photo)) {
        open.add(photo.id);
      } else if (open.delete(photo.id) && !first) {
        byId("announcer").textContent = sentence(viewOf(photo), fileNames.get(photo.id));
      }
    }
    first = false;
  });
}

function sentence(view, name) {
  const what = name ?? `Photo of ${clock(view.acceptedAt)}`;
  if (view.state === "failed") {
    return `${what} failed: ${errorWords(view.error?.reason) ?? view.error?.message ?? "no reason given"}.`;
  }
  if (view.state === "cancelled") {
    return `${what} was cancelled.`;
  }
  const gvif = view.gvif === null ? "" : `, GVIF ${fixed(view.gvif, 3)}`;
  return `${what} was received${gvif}${view.outage ? ", with an outage" : ""}.`;
}
