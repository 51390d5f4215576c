// The link's settings: what is shown, and what goes to the channel.

import { test, expect } from "../../support/mocked.mjs";
import { link, presets } from "../../mock/messages.mjs";

const patches = (mock) => mock.received.filter((request) => request.method === "PATCH").map((request) => ({ query: request.query, body: JSON.parse(request.body.toString()) }));

async function apply(it) {
  const before = patches(it.mock).length;
  await it.page.getByRole("button", { name: "Apply" }).click();
  await expect(it.page.locator("#link .said")).toContainText("Applied at");
  return patches(it.mock)[before];
}

test("only what was changed is sent", async ({ console: it }) => {
  await it.open();
  await it.page.getByLabel("Mean SNR", { exact: false }).first().fill("-2");
  expect(await apply(it)).toEqual({ query: {}, body: { snr_db: -2 } });
  await expect(it.page.locator("#link-glance")).toContainText("\u22122.0");
  await it.page.getByLabel("Bandwidth").fill("250");
  await it.page.getByLabel("Coherence time").fill("12.5");
  await it.page.getByLabel("Paced").check();
  expect(await apply(it)).toEqual({ query: {}, body: { bandwidth_hz: 250000, fading: { coherence_time: "0.0125s" }, paced: true } });
});

test("a law brings its parameters, knowledge its error", async ({ console: it }) => {
  await it.open();
  await expect(it.page.getByLabel("K factor")).toBeHidden();
  await it.page.getByLabel("Fading").selectOption("FADING_MODEL_RICIAN");
  await it.page.getByLabel("K factor").fill("9");
  await it.page.getByLabel("Known to sender").selectOption("STATE_KNOWLEDGE_NOISY");
  await it.page.getByLabel("Error of it").fill("3");
  expect((await apply(it)).body).toEqual({ fading: { model: "FADING_MODEL_RICIAN", rician_k_db: 9 }, state_information: { knowledge: "STATE_KNOWLEDGE_NOISY", error_stddev_db: 3 } });
  await it.page.getByLabel("Fading").selectOption("FADING_MODEL_JAKES");
  expect((await apply(it)).body).toEqual({ fading: { model: "FADING_MODEL_JAKES", doppler_hz: 10 } });
});

test("a preset is named, and changes go on top of it", async ({ console: it }) => {
  await it.open();
  await it.page.getByLabel("Preset").selectOption("deep-fade");
  await expect(it.page.locator("#link")).toContainText("The edge of a cell");
  await expect(it.page.getByLabel("Doppler shift")).toHaveValue("2");
  await it.page.getByRole("spinbutton", { name: /Mean SNR/ }).fill("3");
  expect(await apply(it)).toEqual({ query: { preset: "deep-fade" }, body: { snr_db: 3 } });
});

test("what somebody types is not overwritten by the link; what nobody touched follows it", async ({ console: it }) => {
  await it.open();
  const snr = it.page.getByRole("spinbutton", { name: /Mean SNR/ });
  await snr.fill("17");
  const changed = link("default", 3);
  changed.config.bandwidth_hz = 500000;
  it.mock.setLinks({ links: [changed], presets });
  await expect(it.page.getByLabel("Bandwidth")).toHaveValue("500");
  await expect(snr).toHaveValue("17");
  await it.page.getByRole("button", { name: "Discard" }).click();
  await expect(snr).toHaveValue("3");
});

test("the limit for the next photos is one, wherever it is typed", async ({ console: it }) => {
  await it.open();
  await it.page.getByLabel("Limit, next photos").fill("45");
  await expect(it.page.locator("#send").getByLabel("Latency limit")).toHaveValue("45");
});

test("what the link is now is shown in figures", async ({ console: it }) => {
  await it.open();
  const now = it.page.locator(".link-now");
  await expect(now).toContainText("2.32\u00a0Mbit/s");
  await expect(now).toContainText("block 812");
  await expect(now).toContainText("of 14 sent since reset");
  await it.page.getByRole("button", { name: "Reset counters" }).click();
  await expect(it.page.locator("#link .said")).toContainText("Reset at");
  await expect(now).toContainText("of 0 sent since reset");
});

test.describe("refusals", () => {
  test.use({ causesNetworkErrors: true });

  test("stand at the field that is wrong, which gets the focus", async ({ console: it }) => {
    await it.open();
    it.mock.linkAnswers.push({ status: 400, body: { error: { code: "INVALID_ARGUMENT", reason: "INVALID_FIELD", message: "a setting is wrong", violations: [{ field: "fading.nakagami_m", message: "must be 0.5 or more" }] } } });
    await it.page.getByLabel("Fading").selectOption("FADING_MODEL_NAKAGAMI");
    await it.page.getByLabel("Shape m").fill("0.1");
    await it.page.getByRole("button", { name: "Apply" }).click();
    await expect(it.page.getByLabel("Shape m")).toHaveAccessibleDescription("must be 0.5 or more");
    await expect(it.page.getByLabel("Shape m")).toBeFocused();
    await it.page.getByLabel("Shape m").fill("1.5");
    expect((await apply(it)).body).toEqual({ fading: { model: "FADING_MODEL_NAKAGAMI", nakagami_m: 1.5 } });
    await expect(it.page.getByLabel("Shape m")).not.toHaveAttribute("aria-invalid", "true");
  });
});
