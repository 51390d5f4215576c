// Reads proto JSON: int64 as strings, durations as "0.123s", fields that may be missing.

/** A finite number, or null. */
export function number(value) {
  if (value === null || value === undefined || value === "") {
    return null;
  }
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

/** A google.protobuf.Duration in milliseconds, or null. */
export function durationMillis(value) {
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?s$/.test(value)) {
    return null;
  }
  return Number(value.slice(0, -1)) * 1000;
}

/** Milliseconds as a google.protobuf.Duration, exact to the nanosecond. */
export function toDuration(millis) {
  return `${Number((millis / 1000).toFixed(9))}s`;
}

/** A timestamp as a Date, or null. */
export function timestamp(value) {
  if (!value) {
    return null;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
