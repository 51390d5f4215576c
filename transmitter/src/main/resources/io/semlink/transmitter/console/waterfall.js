// Where the time of the chosen photo went: stages of the three services on one axis, as a table.

import { h, byId, setText } from "./dom.js";
import { capital, millis, words } from "./format.js";
import { shownPhoto } from "./events.js";
import { hasEnded, viewOf } from "./report.js";
import { place, ticks } from "./timeline.js";

const NAMES = { transmitter: "Transmitter", channel: "Channel", receiver: "Receiver" };

/** Shows the waterfall. */
export function startWaterfall(store) {
  const region = byId("waterfall");
  store.subscribe(["photos", "selectedId"], (content) => {
    const photo = shownPhoto(content);
    const view = photo ? viewOf(photo) : null;
    const said = JSON.stringify([photo?.id, view?.state, view?.stages, view?.totalMillis]);
    if (region.dataset.said === said) {
      return;
    }
    region.dataset.said = said;
    setText(byId("time-total"), view?.totalMillis ? `${millis(view.totalMillis)} in all` : "");
    region.replaceChildren(view?.stages.length ? table(view) : h("p", { class: "empty" }, emptyWords(photo)));
  });
}

function emptyWords(photo) {
  if (!photo) {
    return "Each stage of transmitter, channel and receiver appears here once a photo was sent.";
  }
  return hasEnded(photo) ? "The request ended before there was a report." : "The report comes with the picture.";
}

function table(view) {
  const { rows, end } = place(view.stages, view.totalMillis);
  const at = (value) => `${(100 * value) / (end || 1)}%`;
  const axis = h("div", { class: "axis", "aria-hidden": "true" }, ...ticks(end).filter((tick) => tick <= end * 0.94).map((tick) => h("span", { class: "axis-mark", style: { left: at(tick) } }, tick === 0 ? "0" : millis(tick))));
  const bodies = [];
  for (const service of [...new Set(rows.map((row) => row.service))]) {
    const own = rows.filter((row) => row.service === service);
    bodies.push(
      h(
        "tbody",
        { class: `lane lane-${NAMES[service] ? service : "other"}` },
        h("tr", { class: "lane-head" }, h("th", { colspan: "4", scope: "rowgroup" }, h("span", { class: "swatch", "aria-hidden": "true" }), NAMES[service] ?? capital(service))),
        ...own.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, capital(words(row.stage))),
            h("td", { class: "bar-cell", "aria-hidden": "true" }, h("span", { class: row.isWait ? "bar bar-wait" : "bar", style: { left: at(row.start), width: at(row.millis) } })),
            h("td", { class: "num start" }, millis(row.start)),
            h("td", { class: "num" }, millis(row.millis)),
          ),
        ),
      ),
    );
  }
  return h(
    "div",
    {},
    h(
      "table",
      { class: "waterfall" },
      h("caption", { class: "visually-hidden" }, "Stages of the three services, with start and duration"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Stage"), h("td", { class: "axis-cell", "aria-hidden": "true" }, axis), h("th", { scope: "col", class: "num start" }, "Start"), h("th", { scope: "col", class: "num" }, "Took"))),
      ...bodies,
    ),
    h("p", { class: "footnote" }, "Each service has its own clock: channel and receiver are placed at the start of “send”. ", airWords(view)),
  );
}

function airWords(view) {
  return view.airMillis === null ? "" : `${millis(view.airMillis)} on the air${view.limitMillis === null ? "" : ` of ${millis(view.limitMillis)} allowed`}: see the segments.`;
}
