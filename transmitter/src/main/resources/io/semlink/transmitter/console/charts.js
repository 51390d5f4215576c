// GVIF, SNR, alpha and latency over time, and GVIF against SNR. Each chart has its figures in words.

import { h, byId, setText } from "./dom.js";
import { icon } from "./icons.js";
import { clock, decibels, fixed, millis } from "./format.js";
import { createChart } from "./chart.js";
import { number, timestamp } from "./wire.js";

const ROWS = 50;

const SERIES = [
  { key: "gvif", title: "GVIF", text: (v) => fixed(v, 3), tick: (v) => fixed(v, 2), least: 0, span: 0.1, colour: "--series-1" },
  { key: "snr", title: "SNR of the block", text: decibels, tick: (v) => fixed(v), unit: "dB", span: 4, colour: "--series-2" },
  { key: "alpha", title: "Threshold α", text: (v) => fixed(v, 2), tick: (v) => fixed(v, 1), least: 0, most: 1, span: 1, colour: "--series-3" },
  { key: "total", title: "From photo to picture", text: millis, tick: (v) => millis(v), least: 0, span: 100, colour: "--series-4" },
];
const SCATTER = { key: "scatter", title: "GVIF against SNR", least: 0, span: 0.1, scatter: true, text: (v) => fixed(v, 3), tick: (v) => fixed(v, 2), colour: "--series-1" };

/**
 * Shows the charts.
 *
 * @returns a function that draws them anew, for when colours have changed
 */
export function startCharts(store) {
  const region = byId("trends");
  const empty = h("p", { class: "empty" }, "Curves begin with the first photo: what was sent, over which SNR, and how long it took.");
  const grid = h("div", { class: "charts" });
  const body = h("tbody");
  const table = h(
    "details",
    { class: "more" },
    h("summary", {}, "The same as a table"),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Last photos in figures" },
      h(
        "table",
        { class: "figures" },
        h("caption", {}, `The last ${ROWS} photos, newest first`),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Time"), ...["GVIF", "SNR", "α", "Point", "Air", "In all"].map((name) => h("th", { scope: "col", class: "num" }, name)), h("th", { scope: "col" }, "End"))),
        body,
      ),
    ),
  );
  region.append(empty, grid, table);
  byId("trends-legend").append(h("span", { class: "mark-outage" }, "△"), " outage  ", h("span", { class: "mark-failed" }, "✕"), " failed");

  const choose = (id) => {
    if (store.get().photos?.some((photo) => photo.id === id)) {
      store.set({ selectedId: store.get().photos[0].id === id ? null : id });
    }
  };
  const charts = [...SERIES, SCATTER].map((series) => {
    const value = h("span", { class: "chart-value" });
    const note = h("span", { class: "chart-note" });
    const canvas = h("div", { class: "chart-canvas", role: "img" });
    const figure = h("figure", { class: `chart ${series.scatter ? "chart-scatter" : ""}` }, h("figcaption", {}, h("span", { class: "chart-title" }, series.title), value, note), canvas);
    grid.append(figure);
    return { series, value, note, canvas, chart: createChart(canvas, series, { onHover: (point) => showValue(point), onChoose: choose }), last: null };

    function showValue(point) {
      const shown = charts.find((one) => one.series === series);
      setText(value, point ? `${series.text(point.y)}${series.scatter ? ` at ${decibels(point.x)}` : ""}` : shown.last ?? "");
    }
  });

  const show = ({ points }) => {
    const known = points.map(read).filter((point) => point.at !== null);
    empty.hidden = known.length > 0;
    grid.hidden = table.hidden = known.length === 0;
    for (const one of charts) {
      describe(one, known);
      one.chart.setPoints(known);
    }
    body.replaceChildren(...known.slice(-ROWS).reverse().map(row));
  };
  store.subscribe(["points"], show);
  return () => charts.forEach((one) => one.chart.redraw());
}

function read(point) {
  const at = timestamp(point.at);
  return {
    id: point.id,
    at: at ? at.getTime() / 1000 : null,
    gvif: number(point.gvif),
    snr: number(point.snr_db),
    alpha: number(point.alpha),
    operatingPoint: number(point.operating_point),
    total: number(point.total_ms),
    air: number(point.air_ms),
    limit: number(point.deadline_ms),
    mark: point.outcome === "failed" ? "failed" : point.outage ? "outage" : null,
    outcome: point.outcome ?? "",
  };
}

// In words what the curve shows: last value, and the range.
function describe(one, points) {
  const { series, value, note, canvas } = one;
  if (series.scatter) {
    const pairs = points.filter((point) => point.gvif !== null && point.snr !== null);
    one.last = "";
    setText(value, "");
    setText(note, pairs.length ? `${pairs.length} ${pairs.length === 1 ? "photo" : "photos"}` : "no values yet");
    const low = pairs.reduce((a, b) => (a === null || b.snr < a.snr ? b : a), null);
    const high = pairs.reduce((a, b) => (a === null || b.snr > a.snr ? b : a), null);
    canvas.setAttribute("aria-label", low ? `GVIF against SNR of ${pairs.length} photos: ${fixed(low.gvif, 3)} at ${decibels(low.snr)}, ${fixed(high.gvif, 3)} at ${decibels(high.snr)}. The table below has every value.` : "GVIF against SNR: no values yet");
    return;
  }
  const values = points.map((point) => point[series.key]).filter((v) => v !== null);
  const last = values.at(-1);
  one.last = last === undefined ? "–" : series.text(last);
  setText(value, one.last);
  const least = Math.min(...values);
  const most = Math.max(...values);
  setText(note, values.length > 1 ? `${series.text(least)} to ${series.text(most)}` : "");
  canvas.setAttribute("aria-label", last === undefined ? `${series.title}: no values yet` : `${series.title} of ${values.length} photos: last ${series.text(last)}, from ${series.text(least)} to ${series.text(most)}. The table below has every value.`);
}

function row(point) {
  const end = point.mark === "outage" ? "outage" : point.outcome;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, clock(new Date(point.at * 1000))),
    ...[fixed(point.gvif, 3), decibels(point.snr), fixed(point.alpha, 2), fixed(point.operatingPoint), millis(point.air), millis(point.total)].map((text) => h("td", { class: "num" }, text)),
    h("td", {}, h("span", { class: `fate fate-${end}` }, icon(end === "outage" ? "warning" : end), end)),
  );
}
