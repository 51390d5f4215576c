// Takes the pictures of the console for the documentation, from a real link and the example photos.
//
//   npm run screenshots
//
// Uses pngquant, where it is installed, to make them smaller.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { startLink } from "./support/services.mjs";

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
// What happens on the link: SNR in dB, what is known of it, the photo.
const SCENES = [
  [14, "PERFECT", "chelsea.png"],
  [9, "PERFECT", "coffee.png"],
  [4, "PERFECT", "astronaut.png"],
  [1, "PERFECT", "rocket.jpg"],
  [5, "DELAYED", "chelsea.png"],
  [7, "DELAYED", "astronaut.png"],
  [3, "DELAYED", "coffee.png"],
  [6, "DELAYED", "rocket.jpg"],
  [10, "PERFECT", "coffee.png"],
  [2, "PERFECT", "astronaut.png"],
  [-1, "PERFECT", "chelsea.png"],
  [-2, "PERFECT", "rocket.jpg"],
];

mkdirSync(IMAGES, { recursive: true });
const link = await startLink();
const browser = await chromium.launch({ headless: true, ...config.use.launchOptions });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: "light" });
  page.setDefaultTimeout(120_000);
  await page.goto(link.url);
  await page.locator("#send").getByLabel("Latency limit").fill("20");
  for (const [index, [snrDb, knowledge, photo]] of SCENES.entries()) {
    await page.getByRole("spinbutton", { name: /Mean SNR/ }).fill(String(snrDb));
    await page.getByLabel("Fading").selectOption(knowledge === "DELAYED" ? "FADING_MODEL_RAYLEIGH" : "FADING_MODEL_NONE");
    await page.getByLabel("Known to sender").selectOption(`STATE_KNOWLEDGE_${knowledge}`);
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator("#link .said", { hasText: "Applied" }).waitFor();
    await page.locator("#send-files").setInputFiles(EXAMPLES + photo);
    await page.locator("#photo-title", { hasText: photo }).waitFor();
    await page.waitForFunction((count) => document.querySelectorAll(".strip-item").length === count && !document.querySelector(".request"), index + 1, { timeout: 120_000 });
  }
  await page.getByLabel("Generated areas").check();
  await page.getByRole("button", { name: "Discard" }).click();
  const shoot = async (name, width, height, colorScheme, { fullPage = false, from = "body" } = {}) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.locator(from).evaluate((element) => element.scrollIntoView());
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.activeElement?.blur());
    await page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode().catch(() => null))]));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await page.screenshot({ path: `${IMAGES}${name}.png`, fullPage });
    spawnSync("pngquant", ["--force", "--skip-if-larger", "--quality", "80-100", "--speed", "1", "--output", `${IMAGES}${name}.png`, `${IMAGES}${name}.png`]);
  };
  await shoot("console-light", 1440, 1180, "light", { fullPage: true });
  await shoot("console-dark", 1440, 1180, "dark");
  await page.locator("#link details").evaluate((details) => (details.open = false));
  await shoot("console-phone", 390, 844, "light", { from: "#photos" });
} finally {
  await browser.close();
  await link.stop();
}
