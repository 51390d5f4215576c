// Puts the stages of three services, each with a clock of its own, on one time axis.

const SERVICES = ["transmitter", "channel", "receiver"];
const WAIT_MILLIS = 5; // before the first stage; less is not worth a row

/**
 * Places stages on the transmitter's clock.
 *
 * Channel and receiver count from the moment they took the request up, which is when `send` begins,
 * give or take the time of a message; no clock is compared with another. Their stages are therefore
 * placed at the start of `send`, and earlier only if they would end after the total time.
 *
 * @param stages of a report: {service, stage, millis, startMillis}
 * @param totalMillis of the report, or null
 * @returns {rows: [{service, stage, start, millis, isWait}], end} in milliseconds, in order of services
 */
export function place(stages, totalMillis) {
  const byService = new Map(SERVICES.map((service) => [service, []]));
  for (const stage of stages) {
    if (!byService.has(stage.service)) {
      byService.set(stage.service, []);
    }
    byService.get(stage.service).push(stage);
  }
  const own = laidOut(byService.get("transmitter"));
  const send = own.find((row) => row.stage === "send");
  const handedOver = send ? send.start : lastEnd(own);

  const rows = [...own];
  if (own.length > 0 && own[0].start >= WAIT_MILLIS) {
    rows.unshift({ service: "transmitter", stage: "waiting", start: 0, millis: own[0].start, isWait: true });
  }
  for (const [service, list] of byService) {
    if (service !== "transmitter") {
      const laid = laidOut(list);
      const latest = totalMillis === null ? handedOver : Math.max(0, totalMillis - lastEnd(laid));
      const origin = Math.min(handedOver, latest);
      rows.push(...laid.map((row) => ({ ...row, start: origin + row.start })));
    }
  }
  return { rows, end: Math.max(totalMillis ?? 0, lastEnd(rows)) };
}

// A stage without a start begins where the one before it ended.
function laidOut(stages) {
  let after = 0;
  return stages.map(({ service, stage, millis, startMillis }) => {
    const start = startMillis ?? after;
    after = start + millis;
    return { service, stage, start, millis };
  });
}

function lastEnd(rows) {
  return rows.reduce((end, row) => Math.max(end, row.start + row.millis), 0);
}

/**
 * Places for marks on an axis from 0 to `end`: 1, 2 or 5 times a power of ten apart, four to nine
 * of them.
 */
export function ticks(end) {
  if (!(end > 0)) {
    return [0];
  }
  const raw = end / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? power;
  const marks = [];
  for (let i = 0; i * step <= end * (1 + 1e-9); i++) {
    marks.push(Number((i * step).toPrecision(12)));
  }
  return marks;
}
