// What the page says in each state of the link: empty, full, peers down, only to be looked at, connection lost.

import { test, expect } from "../../support/mocked.mjs";
import { link, presets } from "../../mock/messages.mjs";
import * as photos from "../../mock/messages.mjs";

test("without photos the page says what to do", async ({ console: it }) => {
  await it.open();
  await expect(it.page.locator("#strip")).toContainText("No photos yet. Choose one or drop it on this page");
  await expect(it.page.locator("#trends")).toContainText("Curves begin with the first photo");
  await expect(it.page.getByRole("heading", { level: 1 })).toHaveText("Semlink");
  await expect(it.page.locator("#version")).toContainText("models compact 0.2.0");
  await expect(it.page.locator("#link-glance")).toContainText("6.0");
  await expect(it.page.locator("#alerts")).toBeEmpty();
});

test("a receiver that is down is said in words, and taken back when it returns", async ({ console: it }) => {
  await it.open();
  const alert = it.page.getByRole("alert").filter({ hasText: "receiver" });
  it.mock.setPeer("receiver", { state: "down", breaker: "OPEN", detail: "connection refused" });
  await expect(alert).toContainText(/The receiver at 127\.0\.0\.1:7403 does not answer since \d\d:\d\d:\d\d: photos end with an error until it is back\./);
  await expect(it.page.locator("#chain")).toContainText("breaker open");
  await expect(it.page.getByRole("button", { name: "Apply" })).toBeEnabled();
  it.mock.setPeer("receiver", { state: "up", breaker: "HALF_OPEN", detail: "" });
  await expect(alert).toHaveCount(0);
  await expect(it.page.locator("#notices")).toContainText("circuit breaker to the receiver is half open");
  it.mock.setPeer("receiver", { breaker: "CLOSED" });
  await expect(it.page.locator("#notices")).toBeEmpty();
});

test("without the channel the link cannot be changed, and the page says why", async ({ console: it }) => {
  await it.open();
  it.mock.setPeer("channel", { state: "down", breaker: "OPEN", detail: "connection refused" });
  it.mock.setLinks({ error: { code: "UNAVAILABLE", reason: "PEER_DOWN", message: "the channel does not answer" } });
  await expect(it.page.locator("#alerts")).toContainText("The channel simulator at 127.0.0.1:7402 does not answer");
  await expect(it.page.locator("#link")).toContainText("the link cannot be changed until it is back");
  await expect(it.page.getByRole("button", { name: "Apply" })).toBeDisabled();
  await expect(it.page.locator("#link-glance")).toBeEmpty();
  it.mock.setPeer("channel", { state: "up", breaker: "CLOSED", detail: "" });
  it.mock.setLinks({ links: [link()], presets });
  await expect(it.page.getByRole("button", { name: "Apply" })).toBeEnabled();
  await expect(it.page.locator("#alerts")).toBeEmpty();
});

test("in mode view nothing can be sent, cancelled or changed, and the page says so", async ({ console: it }) => {
  it.mock.state.mode = "view";
  it.mock.photos = [{ ...photos.runningPhoto("run-1"), cancellable: false }];
  await it.open();
  await expect(it.page.locator("#version")).toContainText("view only");
  await expect(it.page.locator("#send")).toContainText("--console control");
  await expect(it.page.locator("#send-files")).toBeDisabled();
  await expect(it.page.getByRole("button", { name: "Apply" })).toBeDisabled();
  await expect(it.page.locator("#requests")).toContainText("inpainting, step 12 of 31");
  await expect(it.page.getByRole("button", { name: /^Cancel/ })).toHaveCount(0);
  await it.page.locator("body").evaluate((body) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "late.png", { type: "image/png" }));
    body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
  it.mock.setState({ queue: { depth: 3, capacity: 16, workers: 2 } });
  await expect(it.page.locator("#queue-depth")).toHaveText("3 of 16 waiting");
  expect(it.mock.received).toEqual([]);
});

test.describe("a connection that is lost", () => {
  test.use({ causesNetworkErrors: true });

  test("is said, and everything is fresh after the transmitter's return", async ({ console: it }) => {
    it.mock.photos = [photos.donePhoto("before")];
    await it.open();
    const port = it.mock.port;
    await it.mock.stop();
    await expect(it.page.locator("#alerts")).toContainText("No connection to the transmitter");
    await expect(it.page.getByRole("button", { name: "Apply" })).toBeDisabled();
    await expect(it.page.locator(".strip-item")).toHaveCount(1); // what was known stays
    it.mock.photos = [photos.donePhoto("after", { acceptedAt: "2026-11-21T19:30:00Z" }), ...it.mock.photos];
    await it.mock.start(port);
    await expect(it.page.locator("#alerts")).toBeEmpty();
    await expect(it.page.locator(".strip-item")).toHaveCount(2);
    await expect(it.page.getByRole("button", { name: "Apply" })).toBeEnabled();
  });

  test("is tried again when the transmitter refuses another viewer", async ({ console: it }) => {
    it.mock.refusing = true;
    await it.page.goto(it.mock.url);
    await expect(it.page.locator("#alerts")).toContainText("No connection to the transmitter");
    it.mock.refusing = false;
    await expect(it.page.locator("#alerts")).toBeEmpty();
    await expect(it.page.locator("#version")).toContainText("0.1.0");
  });

  test("is noticed by silence alone", async ({ console: it }) => {
    await it.page.clock.install();
    await it.open();
    it.mock.silent = true;
    await it.page.clock.runFor(9_000);
    await expect(it.page.locator("#alerts")).toBeEmpty();
    await it.page.clock.runFor(1_500);
    await expect(it.page.locator("#alerts")).toContainText("No connection to the transmitter");
    it.mock.silent = false;
    await it.page.clock.runFor(15_000);
    await expect(it.page.locator("#alerts")).toBeEmpty();
  });
});
