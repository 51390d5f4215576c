// Sending photos and cancelling them: what goes to the transmitter, and what comes back.

import { test, expect, file } from "../../support/mocked.mjs";
import { runningPhoto } from "../../mock/messages.mjs";

const sent = (mock) => mock.received.filter((request) => request.method === "POST");

test("a photo is sent with the options that were set, and no others", async ({ console: it }) => {
  await it.open();
  const { page } = it;
  await page.locator("#send").getByLabel("Latency limit").fill("12.5");
  await page.locator("#send summary").click();
  await page.getByLabel("Scheme").selectOption("VAE_FULL");
  await page.getByLabel("Control").selectOption("CONTROL_MODE_FIXED");
  await page.getByLabel("Threshold α 0 to 1").fill("0.4");
  await page.getByLabel("Operating point").fill("7");
  await page.getByRole("textbox", { name: "Caption" }).fill("a cup & a saucer");
  await page.getByLabel("Preview only").check();
  await page.locator("#send-files").setInputFiles(file("cup.jpg", "image/jpeg"));
  await expect(page.locator("#requests")).toContainText("cup.jpg");
  await expect(page.locator("#photo-title")).toHaveText("cup.jpg");
  const [request] = sent(it.mock);
  expect(request.query).toEqual({ link: "default", latency_limit_ms: "12.5", scheme: "VAE_FULL", control: "CONTROL_MODE_FIXED", alpha: "0.4", operating_point: "7", caption: "a cup & a saucer", preview_only: "true" });
  expect(request.type).toBe("image/jpeg");
  expect(request.body.length).toBe(900);
  await expect(page.locator("#send summary")).toContainText("VAE_FULL, fixed, own caption, preview only");
});

test("threshold and operating point go with fixed control alone", async ({ console: it }) => {
  await it.open();
  await it.page.locator("#send summary").click();
  await expect(it.page.getByLabel("Threshold α 0 to 1")).toBeHidden();
  await it.page.getByLabel("Control").selectOption("CONTROL_MODE_FIXED");
  await it.page.getByLabel("Threshold α 0 to 1").fill("0.4");
  await it.page.getByLabel("Control").selectOption("CONTROL_MODE_EXACT");
  await expect(it.page.getByLabel("Threshold α 0 to 1")).toBeHidden();
  await it.page.locator("#send-files").setInputFiles(file("cup.png"));
  await expect.poll(() => sent(it.mock).length).toBe(1);
  expect(sent(it.mock)[0].query).not.toHaveProperty("alpha");
});

test("photos dropped anywhere are queued one after the other", async ({ console: it }) => {
  await it.open();
  const transfer = await it.page.evaluateHandle(() => {
    const files = new DataTransfer();
    for (const name of ["one.png", "two.png", "three.png"]) {
      files.items.add(new File([new Uint8Array(50)], name, { type: "image/png" }));
    }
    return files;
  });
  await it.page.dispatchEvent("#trends", "dragenter", { dataTransfer: transfer });
  await expect(it.page.locator(".drop")).toHaveClass(/drop-over/);
  await it.page.dispatchEvent("#trends", "drop", { dataTransfer: transfer });
  await expect(it.page.locator(".drop")).not.toHaveClass(/drop-over/);
  await expect(it.page.locator(".request-name")).toHaveText(["one.png", "two.png", "three.png"]);
  await expect.poll(() => sent(it.mock).length).toBe(3);
});

test("a photo is sent with the keyboard alone", async ({ console: it }) => {
  await it.open();
  const { page } = it;
  page.on("filechooser", (chooser) => chooser.setFiles(file("keys.png")));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the photos" })).toBeFocused();
  const order = [];
  for (let i = 0; i < 20 && !order.includes("send-files"); i++) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement.id));
  }
  expect(order).toEqual(["theme", "send-files"]);
  await page.keyboard.press("Enter");
  await expect(page.locator("#requests")).toContainText("keys.png");
  const cancel = page.getByRole("button", { name: "Cancel keys.png" });
  for (let i = 0; i < 8 && !(await cancel.evaluate((button) => button === document.activeElement)); i++) {
    await page.keyboard.press("Tab");
  }
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#photo-state")).toHaveText("Cancelled");
  await expect(page.locator("#send-files")).toBeFocused(); // not lost with the row
  await expect(page.locator("#announcer")).toHaveText("keys.png was cancelled.");
});

test.describe("refusals", () => {
  test.use({ causesNetworkErrors: true });

  test("violations stand at their fields", async ({ console: it }) => {
    await it.open();
    it.mock.answers.push({ status: 400, body: { error: { code: "INVALID_ARGUMENT", reason: "INVALID_FIELD", message: "2 fields are wrong", violations: [{ field: "receiver.steps", message: "must be in [1, 1000]" }, { field: "priority", message: "must be in [0, 7]" }] } } });
    await it.page.locator("#send-files").setInputFiles(file("cup.png"));
    const steps = it.page.getByLabel("Inpainting steps");
    await expect(steps).toBeVisible(); // the options were opened
    await expect(steps).toHaveAttribute("aria-invalid", "true");
    await expect(steps).toHaveAccessibleDescription(/must be in \[1, 1000\]/);
    await expect(it.page.locator("#send .problems")).toHaveText("cup.png: priority: must be in [0, 7]");
    await it.page.locator("#send-files").setInputFiles(file("cup.png"));
    await expect(it.page.locator("#requests")).toContainText("cup.png");
    await expect(steps).not.toHaveAttribute("aria-invalid", "true");
    await expect(it.page.locator("#send .problems")).toBeEmpty();
  });

  test("a full queue is tried again after the time it names", async ({ console: it }) => {
    await it.page.clock.install();
    await it.open();
    it.mock.answers.push({ status: 429, body: { error: { code: "RESOURCE_EXHAUSTED", reason: "QUEUE_FULL", message: "the queue is full", retry_after_ms: 4000 } } });
    await it.page.locator("#send-files").setInputFiles(file("patient.png"));
    await expect(it.page.locator("#requests")).toContainText("the queue is full; tries again");
    await it.page.clock.runFor(3_500);
    expect(sent(it.mock)).toHaveLength(1);
    await it.page.clock.runFor(1_000);
    await expect(it.page.locator("#requests")).toContainText("waiting in the transmitter's queue");
    expect(sent(it.mock)).toHaveLength(2);
  });

  test("a photo that waits for the queue can be given up", async ({ console: it }) => {
    await it.page.clock.install();
    await it.open();
    const full = { status: 429, body: { error: { code: "RESOURCE_EXHAUSTED", reason: "QUEUE_FULL", message: "the queue is full", retry_after_ms: 20000 } } };
    it.mock.answers.push(full);
    await it.page.locator("#send-files").setInputFiles([file("first.png"), file("second.png")]);
    await expect(it.page.locator("#requests")).toContainText("tries again");
    await it.page.getByRole("button", { name: "Cancel first.png" }).click();
    await expect(it.page.locator(".request-name")).toHaveText(["second.png"]);
    await expect(it.page.locator("#requests")).toContainText("waiting in the transmitter's queue");
    expect(sent(it.mock)).toHaveLength(2);
  });
});

test("a photo given up on its way to the transmitter is cancelled there", async ({ console: it }) => {
  await it.open();
  let release;
  it.mock.holding = new Promise((resolve) => (release = resolve));
  await it.page.locator("#send-files").setInputFiles(file("hasty.png"));
  await expect(it.page.locator("#requests")).toContainText("sending to the transmitter");
  await it.page.getByRole("button", { name: "Cancel hasty.png" }).click();
  release();
  await expect(it.page.locator("#photo-state")).toHaveText("Cancelled");
  await expect(it.page.locator("#requests")).toBeHidden();
});

test("what is no photo or too large is not even sent", async ({ console: it }) => {
  it.mock.state.photo_bounds.max_file_bytes = 1000;
  await it.open();
  await it.page.locator("#send-files").setInputFiles([file("notes.txt", "text/plain"), file("huge.png", "image/png", 2000), file("empty.png", "image/png", 0)]);
  await expect(it.page.locator("#send .problems li")).toHaveText(["notes.txt: is text/plain; photos are PNG, JPEG, WEBP", "huge.png: has 2\u00a0kB; at most 1\u00a0kB are taken", "empty.png: is empty"]);
  expect(sent(it.mock)).toHaveLength(0);
});

test("a request under way shows how far it is, and ends when cancelled", async ({ console: it }) => {
  it.mock.photos = [runningPhoto("run-1")];
  await it.open();
  const bar = it.page.getByRole("progressbar");
  const before = await bar.evaluate((element) => element.value);
  it.mock.setPhoto(runningPhoto("run-1", { step: { done: 30, total: 31 } }));
  await expect(it.page.locator("#requests")).toContainText("inpainting, step 30 of 31");
  expect(await bar.evaluate((element) => element.value)).toBeGreaterThan(before);
  await it.page.getByRole("button", { name: /^Cancel Photo of/ }).click();
  await expect(it.page.locator("#requests")).toBeHidden();
  expect(it.mock.received).toMatchObject([{ method: "DELETE", path: "/api/photos/run-1" }]);
});
