// A test's own mock transmitter, and a page that is watched.

import { test as base, expect } from "@playwright/test";
import { MockTransmitter } from "../mock/server.mjs";
import { guard } from "./guard.mjs";

export const test = base.extend({
  mock: async ({}, use) => {
    const mock = await new MockTransmitter().start();
    await use(mock);
    await mock.stop();
  },
  // Set to true where the test takes the server away or has it refuse.
  causesNetworkErrors: [false, { option: true }],
  console: async ({ page, mock, causesNetworkErrors }, use) => {
    const watch = await guard(page);
    await use({
      page,
      mock,
      async open() {
        await page.goto(mock.url);
        await expect(page.locator("#version")).toContainText("0.1.0");
      },
    });
    watch.check({ network: causesNetworkErrors });
  },
});

export { expect };

/** A photo file of that name, which the mock does not look into. */
export const file = (name, mimeType = "image/png", size = 900) => ({ name, mimeType, buffer: Buffer.alloc(size, 7) });
