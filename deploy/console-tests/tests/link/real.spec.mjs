// The console of a real link: three processes, or the one whose address SEMLINK_CONSOLE_URL names.

import { fileURLToPath } from "node:url";
import { test, expect } from "@playwright/test";
import { picture } from "../../mock/png.mjs";
import { expectAccessible, expectNoSidewaysScroll } from "../../support/accessibility.mjs";
import { guard } from "../../support/guard.mjs";
import { startLink } from "../../support/services.mjs";

const COFFEE = fileURLToPath(new URL("../../../../examples/coffee.png", import.meta.url));
const small = (name) => ({ name, mimeType: "image/png", buffer: picture("sent") });

let link; // null: somebody else's, which is not to be killed
let url;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  link = process.env.SEMLINK_CONSOLE_URL ? null : await startLink();
  url = link?.url ?? process.env.SEMLINK_CONSOLE_URL;
});

test.afterAll(() => link?.stop());

async function open(page) {
  const watch = await guard(page);
  await page.goto(url);
  await expect(page.locator("#chain")).toContainText("Transmitter");
  await expect(page.locator("#link fieldset:not([disabled])")).toHaveCount(1);
  return watch;
}

async function options(page, values) {
  if (!(await page.locator("#send details").getAttribute("open").then((open) => open !== null))) {
    await page.locator("#send summary").click();
  }
  for (const [label, value] of Object.entries(values)) {
    await page.locator("#send").getByLabel(label, { exact: false }).first().fill(value);
  }
}

async function setSnr(page, snrDb) {
  await page.getByRole("spinbutton", { name: /Mean SNR/ }).fill(String(snrDb));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator("#link .said")).toContainText("Applied at");
}

async function figure(page, name) {
  const text = await page.locator(".readout", { hasText: name }).locator(".readout-value").textContent();
  return Number(text.replace(/[^\d.,]/g, ""));
}

async function sent(page, file, state = "Received") {
  await page.locator("#send-files").setInputFiles(file);
  await expect(page.locator("#photo-title")).toHaveText(file.name ?? "coffee.png");
  await expect(page.locator("#photo-state")).toContainText(state, { timeout: 60_000 });
}

test("a dropped photo arrives, with its pictures, figures and times", async ({ page }) => {
  const watch = await open(page);
  await expect(page.locator("#chain .service-up")).toHaveCount(3);
  await page.locator("#send-files").setInputFiles([]);
  const bytes = picture("sent").toString("base64");
  const transfer = await page.evaluateHandle((base64) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "dropped.png", { type: "image/png" }));
    return files;
  }, bytes);
  await page.dispatchEvent(".drop", "drop", { dataTransfer: transfer });
  await expect(page.locator("#photo-title")).toHaveText("dropped.png");
  await expect(page.locator("#photo-state")).toContainText("Received", { timeout: 60_000 });

  await page.getByLabel("Importance", { exact: true }).check();
  for (const selector of [".tile:nth-child(1) img.base", ".tile:nth-child(1) img.overlay", ".tile:nth-child(2) img.base", ".tile:nth-child(3) img.base"]) {
    await expect.poll(() => page.locator(selector).evaluate((image) => image.naturalWidth), selector).toBe(192);
  }
  await expect(page.locator("#waterfall .lane-head")).toHaveText(["Transmitter", "Channel", "Receiver"]);
  const parts = await page.locator("#ledger tbody td:nth-child(2)").allTextContents();
  const total = await page.locator("#ledger tfoot td").first().textContent();
  const read = (text) => Number(text.replace(/\s/g, ""));
  expect(parts.map(read).reduce((a, b) => a + b)).toBe(read(total));
  expect(await figure(page, "Air time")).toBeLessThanOrEqual(30);
  await expect(page.locator("#segments tbody tr").first()).toContainText("delivered");
  await expect(page.locator("figure.chart canvas").first()).toBeVisible();
  watch.check();
});

test("SNR lowered live gives the next photo less", async ({ page }) => {
  const watch = await open(page);
  await setSnr(page, 15);
  await page.locator("#send").getByLabel("Latency limit").fill("5");
  await options(page, { "Inpainting steps": "1" });
  await sent(page, { name: "clear.png", mimeType: "image/png", buffer: picture("sent") });
  const before = { gvif: await figure(page, "GVIF"), snr: await figure(page, "SNR of the block") };
  await setSnr(page, 0);
  await expect(page.locator("#link-glance")).toContainText("0.0");
  await sent(page, { name: "noisy.png", mimeType: "image/png", buffer: picture("sent") });
  const after = { gvif: await figure(page, "GVIF"), snr: await figure(page, "SNR of the block") };
  expect(before.snr).toBe(15);
  expect(after.snr).toBe(0);
  expect(after.gvif).toBeLessThan(before.gvif);
  await setSnr(page, 10);
  watch.check();
});

test("a request under way is cancelled", async ({ page }) => {
  const watch = await open(page);
  // Little fits into the limit, so that much is left to inpaint.
  await page.locator("#send").getByLabel("Latency limit").fill("5");
  await options(page, { "Inpainting steps": "1000" });
  await page.locator("#send-files").setInputFiles(COFFEE);
  await page.getByRole("button", { name: "Cancel coffee.png" }).click();
  await expect(page.locator("#photo-state")).toContainText("Cancelled");
  await expect(page.locator("#requests")).toBeHidden();
  watch.check();
});

test("what the transmitter refuses is said at the field", async ({ page }) => {
  const watch = await open(page);
  await options(page, { "Inpainting steps": "5000" });
  await page.locator("#send-files").setInputFiles(small("refused.png"));
  await expect(page.getByLabel("Inpainting steps")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Fading").selectOption("FADING_MODEL_NAKAGAMI");
  await page.getByLabel("Shape m").fill("0.1");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByLabel("Shape m")).toHaveAttribute("aria-invalid", "true");
  watch.check({ network: true });
});

test("a preset changes the link, and the counters can be reset", async ({ page }) => {
  const watch = await open(page);
  await page.getByLabel("Preset").selectOption("pedestrian");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator("#link .said")).toContainText("Applied at");
  await expect(page.locator("#link-glance")).toContainText("jakes");
  await page.getByLabel("Preset").selectOption("lab");
  await page.getByRole("spinbutton", { name: /Mean SNR/ }).fill("10");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator("#link-glance")).toContainText("none");
  await expect(page.locator("#link-glance")).toContainText("10.0");
  await page.getByRole("button", { name: "Reset counters" }).click();
  await expect(page.locator(".link-now")).toContainText("of 0 sent since reset");
  watch.check();
});

test("a large photo looks right on a phone, and in the dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 740 });
  const watch = await open(page);
  await sent(page, COFFEE);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, "real link, phone, dark");
  watch.check();
});

test("a receiver that is killed is said to be down, and the link works after its return", async ({ page }) => {
  test.skip(!link, "the services are not ours to kill");
  const watch = await open(page);
  await link.receiver.kill();
  await expect(page.locator("#alerts")).toContainText(`The receiver at 127.0.0.1:${link.receiver.port} does not answer`, { timeout: 30_000 });
  await sent(page, small("into-nothing.png"), "Failed");
  await expect(page.locator("#photo-problem")).toContainText("It failed");
  await link.receiver.start().ready();
  await expect(page.locator("#alerts")).toBeEmpty({ timeout: 30_000 });
  await options(page, { "Inpainting steps": "2" });
  await expect(async () => sent(page, small("again.png"))).toPass({ timeout: 60_000 });
  watch.check({ network: true });
});

test("a channel that is killed is said to be down, and its links come back with it", async ({ page }) => {
  test.skip(!link, "the services are not ours to kill");
  const watch = await open(page);
  await link.channel.kill();
  await expect(page.locator("#alerts")).toContainText(`The channel simulator at 127.0.0.1:${link.channel.port} does not answer`, { timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Apply" })).toBeDisabled();
  await link.channel.start().ready();
  await expect(page.locator("#alerts")).toBeEmpty({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Apply" })).toBeEnabled({ timeout: 30_000 });
  watch.check({ network: true });
});

test("a transmitter that is killed is missed, and found again", async ({ page }) => {
  test.skip(!link, "the services are not ours to kill");
  const watch = await open(page);
  await link.transmitter.kill();
  await expect(page.locator("#alerts")).toContainText("No connection to the transmitter");
  await link.transmitter.start().ready();
  await expect(page.locator("#alerts")).toBeEmpty({ timeout: 30_000 });
  await expect(page.locator("#strip")).toContainText("No photos yet"); // the new one's journal is empty
  watch.check({ network: true });
});
