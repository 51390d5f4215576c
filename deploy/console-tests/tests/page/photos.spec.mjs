// The photos: pictures, overlays, figures, bars and curves, also where there is little to show.

import { test, expect } from "../../support/mocked.mjs";
import * as photos from "../../mock/messages.mjs";

const at = (minute) => `2026-11-21T18:${String(minute).padStart(2, "0")}:00Z`;

function fill(mock) {
  const all = [
    photos.donePhoto("done", { acceptedAt: at(50), gvif: 0.184 }),
    photos.cutPhoto("cut", { acceptedAt: at(49), gvif: 0.15 }),
    photos.filePhoto("file", { acceptedAt: at(48) }),
    photos.textPhoto("text", { acceptedAt: at(47) }),
    photos.failedPhoto("failed", { acceptedAt: at(46) }),
    { ...photos.failedPhoto("cancelled", { acceptedAt: at(45) }), state: "cancelled", error: { code: "CANCELLED", reason: "", message: "cancelled by the operator", retry_after_ms: null } },
    { id: "bare", state: "done", source: "client", accepted_at: at(44), report: {}, pictures: {} },
  ];
  mock.photos = all;
  mock.points = all.slice(0, 6).reverse().map(photos.pointOf);
  return all;
}

test("pictures are loaded and stand side by side", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  for (const name of ["Sent", "Decoded", "Received"]) {
    const image = it.page.locator("figure.tile", { has: it.page.getByText(name, { exact: true }) }).locator("img.base");
    await expect.poll(() => image.evaluate((element) => element.naturalWidth)).toBe(192);
    expect(await image.getAttribute("alt")).not.toBe("");
  }
  const tops = await it.page.locator(".tile .frame").evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().top));
  expect(new Set(tops.map(Math.round)).size).toBe(1);
});

test("importance lies over the photo as strongly as asked", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  const heat = it.page.locator("img.overlay");
  await expect(heat).toBeHidden();
  await it.page.getByLabel("Importance", { exact: true }).check();
  await expect(heat).toBeVisible();
  await it.page.getByLabel("Strength of the importance map").fill("40");
  await expect(heat).toHaveCSS("opacity", "0.4");
  await it.page.getByRole("button", { name: /Failed/ }).click();
  await it.page.getByRole("button", { name: "Back to the newest" }).click();
  await expect(heat).toBeVisible(); // the choice outlives the photo
});

test("generated areas are hatched and outlined, received ones left clear", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  await it.page.getByLabel("Generated areas").check();
  const canvas = it.page.locator("canvas.overlay");
  await expect(canvas).toBeVisible();
  const alpha = (x, y) => canvas.evaluate((element, [u, v]) => element.getContext("2d").getImageData(Math.floor(u * element.width), Math.floor(v * element.height), 1, 1).data[3], [x, y]);
  await expect.poll(() => alpha(0.02, 0.02)).toBeGreaterThan(0);
  expect(await alpha(0.5, 0.55)).toBe(0);
});

test("key figures carry units", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  const figure = (name) => it.page.locator(".readout", { hasText: name }).locator(".readout-value");
  await expect(figure("GVIF")).toHaveText("0.184");
  await expect(figure("Bits")).toHaveText("13.9\u00a0kbit");
  await expect(figure("SNR of the block")).toHaveText("6.0\u00a0dB");
  await expect(figure("Kept")).toHaveText("38\u00a0%");
  await expect(figure("PSNR")).toHaveText("17.3\u00a0dB");
  await expect(it.page.locator("#figures")).toContainText("space shuttle, 44\u00a0% sure");
  await it.page.getByText("All figures").click();
  await expect(it.page.locator(".fact", { hasText: "Trace" })).toContainText("0af7651916cd43dd8448eb211c80319c");
});

test("the waterfall holds every stage, the ledger every bit, the segments every fate", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  await it.page.getByRole("button", { name: /outage/ }).click();
  await expect(it.page.locator("#waterfall tbody tr:not(.lane-head)")).toHaveCount(14);
  await expect(it.page.locator("#waterfall .lane-head")).toHaveText(["Transmitter", "Channel", "Receiver"]);
  const ledger = await it.page.locator("#ledger tbody tr td:nth-child(2)").allTextContents();
  expect(ledger.map((text) => Number(text.replace(/\s/g, ""))).reduce((a, b) => a + b)).toBe(13928);
  await expect(it.page.locator("#segments h3")).toHaveText("On the air 7 segments: 5 delivered, 1 cut, 1 lost");
  await expect(it.page.locator("#segments tbody tr").nth(5)).toContainText("cut, 25\u00a0% arrived");
  await expect(it.page.locator("#figures")).toContainText("Part of it did not arrive (channel): 11 048 of 13 928 bits arrived within 20 ms");
});

test("photos without grid, figures, pictures or result show what there is and no nonsense", async ({ console: it }) => {
  const all = fill(it.mock);
  await it.open();
  for (let i = 0; i < all.length; i++) {
    await it.page.locator(".strip-item").nth(i).click();
    await expect(it.page.locator(".strip-item").nth(i)).toHaveAttribute("aria-pressed", "true");
    await expect(it.page.locator("body")).not.toContainText(/undefined|NaN|null|Infinity|\[object/);
  }
  await it.page.getByRole("button", { name: /JPEG2000/ }).click();
  await expect(it.page.locator(".readout", { hasText: "Operating point" })).toContainText("none: JPEG2000");
  await expect(it.page.getByText("Not there for this photo")).toBeVisible();
  await it.page.getByRole("button", { name: /Failed/ }).click();
  await expect(it.page.locator("#photo-problem")).toContainText("It failed: the next service does not answer. receiver 127.0.0.1:7403 does not answer");
  await expect(it.page.locator("#photo-problem")).toContainText("try again after 1\u00a0500 ms");
  await it.page.getByRole("button", { name: /Cancelled/ }).click();
  await expect(it.page.locator("#photo-state")).toHaveText("Cancelled");
});

test("a chosen photo stays when a newer one comes; otherwise the newest is shown", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  await it.page.getByRole("button", { name: /JPEG2000/ }).click();
  it.mock.setPhoto(photos.runningPhoto("run-1", { acceptedAt: "2026-11-21T19:01:00Z" }));
  await expect(it.page.locator(".strip-item")).toHaveCount(8);
  await expect(it.page.getByRole("button", { name: /JPEG2000/ })).toHaveAttribute("aria-pressed", "true");
  await it.page.getByRole("button", { name: "Back to the newest" }).click();
  await expect(it.page.locator("#photo-state")).toHaveText("Under way");
  await expect(it.page.locator("figure.tile", { hasText: "Received" })).toContainText("Inpainting, step 12 of 31");
  it.mock.setPhoto(photos.donePhoto("run-1", { acceptedAt: "2026-11-21T19:01:00Z", gvif: 0.333 }));
  await expect(it.page.locator("#photo-state")).toHaveText("Received");
  await expect(it.page.locator("#announcer")).toContainText(/was received, GVIF 0\.333\./);
});

test("curves follow the points and have their values in words", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  const chart = (name) => it.page.locator("figure.chart", { hasText: name });
  await expect(chart("SNR of the block").locator("canvas")).toBeVisible();
  await expect(chart("GVIF").first().locator(".chart-value")).toHaveText("0.184");
  it.mock.send("point", { at: "2026-11-21T19:05:00Z", id: "new", gvif: 0.402, snr_db: 9.5, alpha: 0.1, operating_point: 9, total_ms: 1234, air_ms: 19, deadline_ms: 20, outage: true, outcome: "done" });
  await expect(chart("GVIF").first().locator(".chart-value")).toHaveText("0.402");
  await expect(chart("SNR of the block").getByRole("img")).toHaveAttribute("aria-label", /last 9\.5\sdB/);
  await it.page.getByText("The same as a table").click();
  const row = it.page.locator("#trends tbody tr").first();
  await expect(row).toContainText("0.402");
  await expect(row).toContainText("outage");
  await expect(row).toContainText("1.23\u00a0s");
});

test("stages of three clocks are placed on one axis", async ({ console: it }) => {
  await it.open();
  const placed = await it.page.evaluate(async () => {
    const { place, ticks } = await import("/console/timeline.js");
    const stage = (service, name, startMillis, millis) => ({ service, stage: name, startMillis, millis });
    const stages = [stage("transmitter", "read", 40, 10), stage("transmitter", "send", 50, 5), stage("channel", "relay", null, 8), stage("receiver", "check", 1, 2), stage("receiver", "inpaint", 3, 60)];
    return { loose: place(stages, 200), tight: place(stages, 100), none: place([], null), ticks: ticks(2390) };
  });
  const start = (part, name) => placed[part].rows.find((row) => row.stage === name).start;
  expect(start("loose", "relay")).toBe(50);
  expect(start("loose", "inpaint")).toBe(53);
  expect(placed.loose.rows[0]).toMatchObject({ stage: "waiting", start: 0, millis: 40 });
  expect(start("tight", "inpaint") + 60).toBe(100); // never later than the total
  expect(placed.none).toEqual({ rows: [], end: 0 });
  expect(placed.ticks).toEqual([0, 500, 1000, 1500, 2000]);
});
