// Small PNG files, drawn from a function: pictures for the mock, without files of their own.

import { crc32, deflateSync } from "node:zlib";

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

/** An RGB picture; `colour(x, y)` gives [red, green, blue] for x and y in [0,1). */
export function png(width, height, colour) {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  let at = 0;
  for (let y = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      for (const value of colour(x / width, y / height)) {
        rows[at++] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const kept = (x, y) => (x - 0.5) ** 2 / 0.12 + (y - 0.55) ** 2 / 0.16 < 1;
const scene = (x, y) => [40 + 150 * x, 70 + 90 * (1 - y), 160 - 60 * y + 40 * Math.sin(20 * x)];

const DRAWINGS = {
  sent: scene,
  importance: (x, y) => {
    const heat = Math.exp(-((x - 0.5) ** 2 + (y - 0.55) ** 2) * 8);
    return [250 * heat, 180 * heat ** 2, 90 * (1 - heat)];
  },
  decoded: (x, y) => (kept(x, y) ? scene(x, y) : [128, 128, 128]),
  received: (x, y) => scene(x, y).map((value) => (kept(x, y) ? value : 0.9 * value + 12)),
  provenance: (x, y) => (kept(x, y) ? [255, 255, 255] : [0, 0, 0]),
  mask: (x, y) => (kept(x, y) ? [255, 255, 255] : [0, 0, 0]),
};

/** A picture of that kind, or null. */
export function picture(kind) {
  return DRAWINGS[kind] ? png(192, 128, DRAWINGS[kind]) : null;
}
