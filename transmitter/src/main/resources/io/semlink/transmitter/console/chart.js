// One chart, drawn by uPlot in the colours of the theme.

import { clock } from "./format.js";
import { themeColour } from "./theme.js";

const FONT = "11px Inter, system-ui, sans-serif";
const LEAST_SECONDS = 60;
const REACH = 24; // pixels from the cursor to a point that it means

/**
 * Makes a chart.
 *
 * @param place element that it fills in width
 * @param series what it shows: key of the points' value, ranges, colour; `scatter` for GVIF over SNR
 * @param events onHover({x, y}) or null, onChoose(id) for a click on a point
 */
export function createChart(place, series, { onHover, onChoose }) {
  let points = [];
  let shown = [];
  let plot = null;

  const height = () => Math.max(80, place.clientHeight);
  const data = () => {
    shown = series.scatter
      ? points.filter((point) => point.gvif !== null && point.snr !== null).sort((a, b) => a.snr - b.snr)
      : [...points].sort((a, b) => a.at - b.at);
    return series.scatter ? [shown.map((p) => p.snr), shown.map((p) => p.gvif)] : [shown.map((p) => p.at), shown.map((p) => p[series.key])];
  };

  function make() {
    const colour = themeColour(series.colour);
    const axis = { stroke: themeColour("--muted"), font: FONT, grid: { stroke: themeColour("--grid"), width: 1 }, ticks: { show: false } };
    const line = series.scatter ? { paths: () => null } : { spanGaps: true };
    plot?.destroy();
    plot = new window.uPlot(
      {
        width: Math.max(120, place.clientWidth),
        height: height(),
        legend: { show: false },
        padding: [8, 10, 0, 0],
        cursor: { drag: { x: false, y: false }, x: !series.scatter, y: false, points: { size: 9, fill: colour } },
        scales: {
          x: { time: !series.scatter, range: (_, least, most) => (series.scatter ? padded(least, most, 4) : padded(least, most, LEAST_SECONDS)) },
          y: { range: (_, least, most) => valueRange(series, least, most) },
        },
        axes: [
          { ...axis, size: 24, gap: 4, space: 64, values: series.scatter ? (_, marks) => marks.map((mark) => `${mark}`.replace("-", "\u2212")) : (_, marks, __, ___, step) => marks.map((mark) => timeMark(mark, step)) },
          { ...axis, size: 48, gap: 5, space: 30, values: (_, marks) => marks.map((mark) => series.tick(mark)) },
        ],
        series: [{}, { stroke: colour, width: 1.5, ...line, points: { show: true, size: 5, fill: colour, stroke: colour } }],
        hooks: { draw: [(u) => drawMarks(u, series, shown)], setCursor: [(u) => onHover(meant(u))] },
      },
      data(),
      place,
    );
    plot.over.addEventListener("click", () => {
      const index = nearest(plot);
      if (index !== null) {
        onChoose(shown[index].id);
      }
    });
  }

  function nearest(u) {
    const { left, top } = u.cursor;
    if (left === undefined || left < 0) {
      return null;
    }
    let best = null;
    let least = REACH;
    shown.forEach((point, index) => {
      const x = u.valToPos(u.data[0][index], "x");
      const value = u.data[1][index];
      const away = series.scatter ? Math.hypot(x - left, u.valToPos(value, "y") - top) : Math.abs(x - left);
      if (away < least) {
        least = away;
        best = index;
      }
    });
    return best;
  }

  function meant(u) {
    const index = nearest(u);
    const y = index === null ? null : u.data[1][index];
    return y === null || y === undefined ? null : { x: u.data[0][index], y };
  }

  new ResizeObserver(() => {
    if (plot && place.clientWidth > 0 && (Math.abs(plot.width - place.clientWidth) > 1 || plot.height !== height())) {
      plot.setSize({ width: place.clientWidth, height: height() });
    }
  }).observe(place);

  return {
    setPoints(next) {
      points = next;
      if (points.length === 0) {
        plot?.destroy();
        plot = null;
      } else if (plot) {
        plot.setData(data());
      } else {
        make();
      }
    },
    redraw() {
      if (plot) {
        make();
      }
    },
  };
}

function padded(least, most, span) {
  if (least === null || most === null) {
    return [0, span];
  }
  const pad = Math.max((most - least) * 0.04, (span - (most - least)) / 2);
  return [least - pad, most + pad];
}

function valueRange(series, least, most) {
  if (least === null || most === null) {
    return [series.least ?? 0, (series.least ?? 0) + series.span];
  }
  const pad = Math.max((most - least) * 0.12, (series.span - (most - least)) / 2);
  const low = series.least === undefined ? least - pad : series.least;
  const high = Math.max(most + (most - low) * 0.12, low + series.span);
  return [low, series.most === undefined ? high : Math.max(series.most, most) * 1.02];
}

function timeMark(seconds, step) {
  const text = clock(new Date(seconds * 1000));
  return step < 60 ? text : step < 86400 ? text.slice(0, 5) : new Date(seconds * 1000).toLocaleDateString("en-CA");
}

// A triangle for an outage, a cross for a failure: at the value, or at the foot where there is none.
function drawMarks(u, series, points) {
  const context = u.ctx;
  const scale = window.devicePixelRatio || 1;
  context.save();
  context.lineWidth = 1.8 * scale;
  points.forEach((point, index) => {
    const value = u.data[1][index];
    if (!point.mark || (series.scatter && point.mark === "failed")) {
      return;
    }
    const x = u.valToPos(u.data[0][index], "x", true);
    const y = value === null ? u.bbox.top + u.bbox.height - 7 * scale : u.valToPos(value, "y", true);
    context.strokeStyle = themeColour(point.mark === "failed" ? "--bad" : "--warn");
    context.beginPath();
    const r = 5 * scale;
    if (point.mark === "failed") {
      context.moveTo(x - r * 0.8, y - r * 0.8);
      context.lineTo(x + r * 0.8, y + r * 0.8);
      context.moveTo(x + r * 0.8, y - r * 0.8);
      context.lineTo(x - r * 0.8, y + r * 0.8);
    } else {
      context.moveTo(x, y - r * 1.15);
      context.lineTo(x + r * 1.15, y + r * 0.85);
      context.lineTo(x - r * 1.15, y + r * 0.85);
      context.closePath();
    }
    context.stroke();
  });
  context.restore();
}
