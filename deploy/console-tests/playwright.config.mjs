import { defineConfig } from "@playwright/test";

// Debian's Chromium, also as root in a container. Nothing of it calls home.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export default defineConfig({
  testDir: "tests",
  outputDir: "target/results",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["junit", { outputFile: "target/junit.xml" }]],
  use: {
    browserName: "chromium",
    headless: true,
    viewport: { width: 1280, height: 900 },
    launchOptions: { executablePath: process.env.SEMLINK_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS },
  },
  projects: [
    { name: "page", testMatch: "page/*.spec.mjs" },
    { name: "link", testMatch: "link/*.spec.mjs", timeout: 120_000 },
  ],
});
