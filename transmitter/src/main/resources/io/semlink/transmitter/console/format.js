// Numbers, units and times as people read them. Everything takes null or NaN for "not known".

const NONE = "–";
const JOIN = "\u00a0"; // does not break: between thousands and before a unit
const MINUS = "\u2212";

function known(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** Fixed decimals, thousands set apart, a true minus. */
export function fixed(value, decimals = 0) {
  if (!known(value)) {
    return NONE;
  }
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, JOIN);
  const negative = value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0;
  return (negative ? MINUS : "") + grouped + (fraction ? "." + fraction : "");
}

/** Three significant digits, no more than `most` decimals. */
export function significant(value, most = 3) {
  if (!known(value)) {
    return NONE;
  }
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return fixed(value, Math.min(most, Math.max(0, 2 - magnitude)));
}

/** A number with a unit. */
export function withUnit(text, unit) {
  return text === NONE ? NONE : text + JOIN + unit;
}

/** A quantity with an SI prefix: `2 316 456`, `bit/s` becomes `2.32 Mbit/s`. */
export function si(value, unit) {
  if (!known(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  const [factor, prefix] =
    size >= 999.5e6 ? [1e9, "G"] : size >= 999.5e3 ? [1e6, "M"] : size >= 999.5 ? [1e3, "k"] : [1, ""];
  const scaled = value / factor;
  const text = Number.isInteger(scaled) ? fixed(scaled) : significant(scaled, 2);
  return withUnit(text, prefix + unit);
}

export const bits = (value) => si(value, "bit");
export const rate = (value) => si(value, "bit/s");
export const hertz = (value) => si(value, "Hz");
export const decibels = (value) => withUnit(fixed(value, 1), "dB");

/** A share in [0,1] as a percentage; small ones keep a decimal. */
export function percent(share) {
  if (!known(share)) {
    return NONE;
  }
  const value = share * 100;
  const decimals = value !== 0 && value !== 100 && (value < 10 || value > 99) ? 1 : 0;
  return withUnit(fixed(value, decimals), "%");
}

/** Milliseconds, from a second on as seconds. */
export function millis(value) {
  if (!known(value)) {
    return NONE;
  }
  if (value >= 999.5) {
    return withUnit(significant(value / 1000, 2), "s");
  }
  const whole = Number.isInteger(value) && (value === 0 || value >= 10);
  return withUnit(whole ? fixed(value) : value < 0.95 ? fixed(value, 2) : significant(value, 1), "ms");
}

/** Bytes, in kB and MB of 1000; whole numbers of MiB as such. */
export function bytes(value) {
  const mebi = value / 2 ** 20;
  return known(value) && value > 0 && Number.isInteger(mebi) ? withUnit(fixed(mebi), "MiB") : si(value, "B");
}

/** Wall-clock time of a Date: `19:04:11`. */
export function clock(date) {
  return date ? date.toLocaleTimeString("en-GB", { hour12: false }) : NONE;
}

/** Date and time, in full. */
export function dateTime(date) {
  return date ? `${date.toLocaleDateString("en-CA")} ${clock(date)}` : NONE;
}

/** How long something has been up. */
export function uptime(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  const s = Math.floor(seconds);
  if (s < 60) {
    return withUnit(String(s), "s");
  }
  if (s < 3600) {
    return withUnit(String(Math.floor(s / 60)), "min");
  }
  if (s < 86400) {
    return `${withUnit(String(Math.floor(s / 3600)), "h")} ${withUnit(String(Math.floor((s % 3600) / 60)), "min")}`;
  }
  return `${withUnit(String(Math.floor(s / 86400)), "d")} ${withUnit(String(Math.floor((s % 86400) / 3600)), "h")}`;
}

/** Words of an identifier: `entropy_decode` and `LINK_INFEASIBLE` become readable. */
export function words(identifier) {
  return String(identifier ?? "")
    .toLowerCase()
    .replaceAll("_", " ")
    .trim();
}

/** Name of an enum's value without its prefix: `FADING_MODEL_RAYLEIGH` becomes `rayleigh`. */
export function enumWord(name, prefix) {
  return words(String(name ?? "").replace(prefix, ""));
}

/** A word with a capital. */
export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}
