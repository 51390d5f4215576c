// Requests under way: how far each is, and a button to cancel it.

import { cancelPhoto } from "./api.js";
import { h, byId, keyed, setText } from "./dom.js";
import { clock, words } from "./format.js";
import { hasEnded } from "./report.js";
import { timestamp } from "./wire.js";

// Stages in order, over all three services, for the bar: where each stands and not how long it takes.
const ORDER = ["read", "importance", "caption", "analyse", "decide", "code", "send", "relay", "check", "entropy_decode", "decode", "synthesise", "preview", "inpaint", "compose", "report"];
const INPAINT = ORDER.indexOf("inpaint");

/** Shows the requests that have not ended. */
export function startRequests(store) {
  const region = byId("requests");
  const title = h("h3", { class: "sub" }, "Under way");
  const list = h("ul", { class: "requests", "aria-label": "Requests under way" });
  const failure = h("p", { class: "field-error", role: "alert" });
  region.append(title, list, failure);

  store.subscribe(["photos", "uploads", "fileNames", "state"], ({ photos, uploads, fileNames, state }) => {
    const view = state?.mode === "view";
    const running = (photos ?? [])
      .filter((photo) => !hasEnded(photo))
      .reverse()
      .map((photo) => ({
        key: photo.id,
        name: fileNames.get(photo.id) ?? `Photo of ${clock(timestamp(photo.accepted_at))}`,
        note: noteOf(photo),
        share: shareOf(photo),
        cancel: photo.cancellable && !view ? () => cancelPhoto(photo.id) : null,
      }));
    const rows = [...running, ...uploads.map((upload) => ({ ...upload, share: null }))];
    region.hidden = rows.length === 0 && !failure.textContent;
    title.hidden = rows.length === 0;
    const focused = list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    keyed(list, rows, (row) => row.key, () => makeRow(failure), updateRow);
    if (focused && !focused.isConnected) {
      // The row with the focus has gone: the next one's button has it, or the place photos come from.
      (list.querySelector("button:not([disabled])") ?? byId("send-files")).focus();
    }
  });
}

function makeRow(failure) {
  const button = h("button", { type: "button", class: "button button-small" }, "Cancel");
  const element = h("li", { class: "request" }, h("span", { class: "request-name" }), button, h("progress", { max: "1" }), h("span", { class: "request-note" }));
  button.addEventListener("click", async () => {
    button.setAttribute("aria-disabled", "true");
    setText(failure, "");
    try {
      await element.cancel?.();
    } catch (error) {
      button.removeAttribute("aria-disabled");
      if (error.status !== 409) {
        setText(failure, `Not cancelled: ${error.message}`);
      }
    }
  });
  return element;
}

function updateRow(element, row) {
  const [name, button, bar, note] = element.children;
  element.cancel = row.cancel;
  // The name of the file may be known only after the request is.
  setText(name, row.name);
  button.setAttribute("aria-label", `Cancel ${row.name}`);
  bar.setAttribute("aria-label", `Progress of ${row.name}`);
  setText(note, row.note);
  button.hidden = !row.cancel;
  if (row.share === null) {
    bar.removeAttribute("value");
  } else if (bar.value !== row.share || !bar.hasAttribute("value")) {
    bar.value = row.share;
  }
}

function noteOf(photo) {
  if (photo.state === "queued") {
    return "waiting in the transmitter's queue";
  }
  if (photo.step?.total) {
    return `inpainting, step ${photo.step.done} of ${photo.step.total}`;
  }
  return photo.stage ? words(photo.stage) : "under way";
}

function shareOf(photo) {
  if (photo.state === "queued") {
    return 0;
  }
  if (photo.step?.total) {
    return (INPAINT + photo.step.done / photo.step.total) / ORDER.length;
  }
  const at = ORDER.indexOf(photo.stage);
  return at < 0 ? null : (at + 0.5) / ORDER.length;
}

