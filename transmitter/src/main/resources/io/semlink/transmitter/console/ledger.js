// Where the bits of the chosen photo went, and what became of each segment on the air.

import { h, byId, setText, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { bits, bytes, capital, fixed, millis, percent, words } from "./format.js";
import { shownPhoto } from "./events.js";
import { hasEnded, viewOf } from "./report.js";
import { ticks } from "./timeline.js";

const KNOWN = new Set(["framing", "prompt", "mask", "hyper", "latent"]);
const FATES = { delivered: "delivered", cut: "cut", lost: "lost" };

/** Shows ledger and segments. */
export function startLedger(store) {
  const ledger = byId("ledger");
  const segments = byId("segments");
  store.subscribe(["photos", "selectedId"], (content) => {
    const photo = shownPhoto(content);
    const view = photo ? viewOf(photo) : null;
    const said = JSON.stringify([photo?.id, view?.state, view?.ledger, view?.segments, view?.airMillis, view?.limitMillis]);
    if (ledger.dataset.said === said) {
      return;
    }
    ledger.dataset.said = said;
    setText(byId("bits-total"), view?.ledger ? `${fixed(view.ledger.total)} bits` : "");
    ledger.replaceChildren(view?.ledger ? bitTable(view.ledger) : h("p", { class: "empty" }, emptyWords(photo)));
    segments.replaceChildren(view?.segments.length ? segmentPart(view) : "");
  });
}

function emptyWords(photo) {
  if (!photo) {
    return "Every bit on the air is counted here: framing, prompt, mask, hyper-latents and latents.";
  }
  return hasEnded(photo) ? "Nothing was decided to be sent." : "Counted as soon as it is decided what to send.";
}

const kindClass = (kind) => `kind-${KNOWN.has(kind) ? kind : "other"}`;

function bitTable({ parts, total }) {
  const share = (part) => (total > 0 ? part.bits / total : 0);
  const shown = parts.filter((part) => part.bits > 0);
  return h(
    "div",
    {},
    h("div", { class: "stack", "aria-hidden": "true" }, ...shown.map((part) => h("span", { class: `stack-part ${kindClass(part.kind)}`, title: `${part.kind}: ${fixed(part.bits)} bits`, style: { "flex-grow": String(part.bits) } }))),
    h(
      "table",
      { class: "figures" },
      h("caption", { class: "visually-hidden" }, "Bits by kind"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Kind"), h("th", { scope: "col", class: "num" }, "Bits"), h("th", { scope: "col", class: "num" }, "Share"))),
      h(
        "tbody",
        {},
        ...parts.map((part) =>
          h("tr", {}, h("th", { scope: "row" }, h("span", { class: `swatch ${kindClass(part.kind)}`, "aria-hidden": "true" }), capital(words(part.kind))), h("td", { class: "num" }, fixed(part.bits)), h("td", { class: "num" }, percent(share(part)))),
        ),
      ),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "In all"), h("td", { class: "num" }, fixed(total)), h("td", { class: "num" }, bits(total)))),
    ),
  );
}

function segmentPart(view) {
  const count = (fate) => view.segments.filter((segment) => segment.fate === fate).length;
  const fates = Object.keys(FATES)
    .map((fate) => [count(fate), FATES[fate]])
    .filter(([n], i) => n > 0 || i === 0)
    .map(([n, word]) => `${fixed(n)} ${word}`)
    .join(", ");
  return h(
    "div",
    { class: "segments" },
    h("h3", { class: "sub" }, "On the air ", h("span", { class: "aside" }, `${view.segments.length === 1 ? "1 segment" : `${fixed(view.segments.length)} segments`}: ${fates}`)),
    airStrip(view),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Segments" },
      h(
        "table",
        { class: "figures" },
        h("caption", { class: "visually-hidden" }, "What became of each segment"),
        h(
          "thead",
          {},
          h("tr", {}, h("th", { scope: "col", class: "num" }, h("span", { "aria-hidden": "true" }, "#"), hidden("Number")), h("th", { scope: "col" }, "Kind"), h("th", { scope: "col", class: "num" }, "Sent"), h("th", { scope: "col", class: "num" }, "On air by"), h("th", { scope: "col" }, "Fate")),
        ),
        h(
          "tbody",
          {},
          ...view.segments.map((segment) =>
            h(
              "tr",
              { class: `fate-row-${segment.fate}` },
              h("td", { class: "num" }, fixed(segment.index)),
              h("th", { scope: "row" }, h("span", { class: `swatch ${kindClass(segment.kind)}`, "aria-hidden": "true" }), capital(words(segment.kind))),
              h("td", { class: "num" }, bytes(segment.sentBytes)),
              h("td", { class: "num" }, segment.fate === "lost" ? "–" : millis(segment.endMillis)),
              h("td", {}, fateOf(segment)),
            ),
          ),
        ),
      ),
    ),
  );
}

function fateOf(segment) {
  const word = FATES[segment.fate] ?? "not known";
  const partly = segment.fate === "cut" && segment.sentBytes ? `, ${percent((segment.deliveredBytes ?? 0) / segment.sentBytes)} arrived` : "";
  return h("span", { class: `fate fate-${segment.fate}` }, icon(FATES[segment.fate] ? segment.fate : "unknown"), word + partly);
}

// The segments one after the other in time, with the limit as a line across.
function airStrip(view) {
  const last = view.segments.reduce((end, segment) => Math.max(end, segment.endMillis ?? 0), view.airMillis ?? 0);
  const end = Math.max(last, view.limitMillis ?? 0) * 1.04;
  if (!(end > 0)) {
    return "";
  }
  const at = (value) => `${(100 * value) / end}%`;
  const pieces = view.segments
    .filter((segment) => segment.fate !== "lost" && segment.endMillis !== null && segment.airMillis !== null)
    .map((segment) =>
      h("span", { class: `air-piece ${kindClass(segment.kind)} ${segment.fate === "cut" ? "air-cut" : ""}`, style: { left: at(segment.endMillis - segment.airMillis), width: at(segment.airMillis) } }),
    );
  const limit = view.limitMillis === null ? null : h("span", { class: "air-limit", style: { left: at(view.limitMillis) } });
  const marks = ticks(end).filter((tick) => tick <= end * 0.9);
  return h(
    "div",
    { class: "air" },
    h("p", { class: "visually-hidden" }, `${millis(view.airMillis)} on the air${view.limitMillis === null ? ", no limit" : `, limit ${millis(view.limitMillis)}`}`),
    h("div", { class: "air-track", "aria-hidden": "true" }, ...pieces, limit),
    h("div", { class: "axis", "aria-hidden": "true" }, ...marks.map((tick) => h("span", { class: "axis-mark", style: { left: at(tick) } }, tick === 0 ? "0" : millis(tick))), limit ? h("span", { class: "axis-limit", style: { left: at(view.limitMillis) } }, "limit") : null),
  );
}
