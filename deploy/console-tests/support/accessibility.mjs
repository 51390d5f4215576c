// Accessibility as far as a machine can judge it.

import { expect } from "@playwright/test";
import axe from "axe-core";

/** Asserts that axe finds nothing serious or critical, by WCAG 2.2 A and AA and best practice. */
export async function expectAccessible(page, what) {
  // Brought by the debugger, which the page's policy does not concern.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations);
  const grave = violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`);
  expect(grave, `serious findings, ${what}`).toEqual([]);
}

/** Asserts that nothing makes the page wider than the screen. */
export async function expectNoSidewaysScroll(page) {
  const { wide, screen, culprits } = await page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    const culprits = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > screen + 1 && !element.closest(".strip, .scroll, .visually-hidden, [hidden]"))
      .map((element) => `${element.tagName} ${element.className}`);
    return { wide: document.documentElement.scrollWidth, screen, culprits };
  });
  expect(culprits, "elements that stick out").toEqual([]);
  expect(wide).toBeLessThanOrEqual(screen);
}
