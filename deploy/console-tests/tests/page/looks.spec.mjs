// Accessibility, small screens, themes, and strings that would like to be markup.

import { test, expect } from "../../support/mocked.mjs";
import { expectAccessible, expectNoSidewaysScroll } from "../../support/accessibility.mjs";
import * as photos from "../../mock/messages.mjs";

const HOSTILE = `"><img src=x onerror="window.taken=1"><script>window.taken=1</script><svg onload=window.taken=1>{{7*7}}`;

function fill(mock) {
  mock.photos = [photos.cutPhoto("cut"), photos.donePhoto("done", { acceptedAt: "2026-11-21T18:50:00Z" }), photos.failedPhoto("failed", { acceptedAt: "2026-11-21T18:49:00Z" }), photos.runningPhoto("run-1", { acceptedAt: "2026-11-21T18:48:00Z" })];
  mock.points = mock.photos.map(photos.pointOf).reverse();
}

async function openAll(page) {
  await expect(page.locator(".strip-item")).toHaveCount(4);
  await page.locator("details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
}

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing serious in any state", async ({ console: it }) => {
      await it.open();
      await expectAccessible(it.page, "empty");
      fill(it.mock);
      it.mock.send("photos", { photos: it.mock.photos });
      it.mock.send("history", { points: it.mock.points });
      await it.page.getByLabel("Importance", { exact: true }).check();
      await openAll(it.page);
      await expectAccessible(it.page, "photos, all opened");
      it.mock.setPeer("receiver", { state: "down", breaker: "OPEN" });
      it.mock.setPeer("channel", { state: "up", breaker: "HALF_OPEN" });
      await it.page.getByRole("button", { name: /Failed/ }).click();
      await expect(it.page.locator("#photo-problem")).toContainText("It failed");
      await expectAccessible(it.page, "receiver down, failed photo");
      it.mock.setState({ mode: "view" });
      await expect(it.page.locator("#send-files")).toBeDisabled();
      await expectAccessible(it.page, "view only");
    });
  });
}

test.describe("on a small phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("nothing scrolls sideways, whatever is opened", async ({ console: it }) => {
    fill(it.mock);
    await it.open();
    await expectNoSidewaysScroll(it.page);
    await openAll(it.page);
    await it.page.getByLabel("Control").selectOption("CONTROL_MODE_FIXED");
    await it.page.getByLabel("Fading").selectOption("FADING_MODEL_JAKES");
    await it.page.getByLabel("Known to sender").selectOption("STATE_KNOWLEDGE_DELAYED");
    it.mock.setPeer("receiver", { state: "down", breaker: "OPEN", target: "receiver.with-a-rather-long-name.semlink.svc.cluster.local:7403" });
    await expect(it.page.locator("#alerts")).not.toBeEmpty();
    await expectNoSidewaysScroll(it.page);
    for (const item of await it.page.locator(".strip-item").all()) {
      await item.click();
      await expectNoSidewaysScroll(it.page);
    }
    await expectAccessible(it.page, "on a phone");
  });
});

test("strings from outside are text, never markup", async ({ console: it }) => {
  const photo = photos.cutPhoto("hostile", { caption: HOSTILE });
  photo.report.decision.label = photo.report.decision.labels[0].name = HOSTILE;
  photo.report.decision.scheme = HOSTILE;
  photo.report.degraded[0].detail = HOSTILE;
  photo.report.stages[3].stage = HOSTILE;
  photo.report.bits.scheme_bits = [{ kind: HOSTILE, bits: "8" }];
  photo.report.channel.delivery.segments[1].kind = HOSTILE;
  photo.link = HOSTILE;
  const failed = photos.failedPhoto("hostile-too", { message: HOSTILE });
  failed.error.reason = failed.error.code = HOSTILE;
  it.mock.photos = [photo, failed, photos.runningPhoto("hostile-three", { stage: HOSTILE, step: null })];
  it.mock.points = [{ ...photos.pointOf(photo), id: HOSTILE, outcome: HOSTILE }];
  it.mock.state.service.version = `0.1.0 ${HOSTILE}`;
  it.mock.state.service.labels = it.mock.state.service.schemes = [HOSTILE];
  it.mock.state.peers[1] = { name: HOSTILE, target: HOSTILE, state: "down", breaker: HOSTILE, detail: HOSTILE };
  it.mock.links.links[0].config.name = HOSTILE;
  it.mock.links.presets = [{ name: HOSTILE, description: HOSTILE, config: {} }];
  await it.open();
  await it.page.locator(".strip-item").first().click();
  await expect(it.page.locator("#figures")).toContainText(`“${HOSTILE}”`);
  await expect(it.page.locator("#alerts")).toContainText(HOSTILE);
  await it.page.getByLabel("Preset").selectOption(HOSTILE);
  await it.page.locator(".strip-item").nth(1).click();
  await it.page.locator(".strip-item").nth(2).click();
  await expect(it.page.locator("img[src=x], script:not([src]), svg[onload]")).toHaveCount(0);
  expect(await it.page.evaluate(() => window.taken)).toBeUndefined();
});

test("the theme is a choice that is remembered, and charts follow it", async ({ console: it }) => {
  fill(it.mock);
  await it.open();
  const ground = () => it.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  const bright = (name) => it.page.locator("figure.chart canvas").first().evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let most = "";
    for (let i = 0; i < data.length && !most; i += 4) {
      most = data[i + 3] === 255 ? `${data[i]},${data[i + 1]},${data[i + 2]}` : "";
    }
    return most;
  }, name);
  const before = await bright();
  await it.page.getByLabel("Colours").selectOption("dark");
  expect(await ground()).not.toBe(light);
  await expect.poll(bright).not.toBe(before);
  await it.page.reload();
  await expect(it.page.getByLabel("Colours")).toHaveValue("dark");
  expect(await ground()).not.toBe(light);
  await it.page.getByLabel("Colours").selectOption("auto");
  expect(await ground()).toBe(light);
});
