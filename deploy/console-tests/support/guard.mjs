// Watches a page for what must never happen: errors, violations of its policy, foreign requests.

import { expect } from "@playwright/test";

// What the browser itself says of a server that is gone or refuses; tests of that cause it on purpose.
const NETWORK = /^Failed to load resource|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED/;

/** Begins to watch; call `check` at the end. */
export async function guard(page) {
  const seen = { errors: [], network: [], violations: [], foreign: [] };
  const origin = () => (page.url().startsWith("http") ? new URL(page.url()).origin : null);
  page.on("pageerror", (error) => seen.errors.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      (NETWORK.test(message.text()) ? seen.network : seen.errors).push(message.text());
    }
  });
  page.on("request", (request) => {
    const from = new URL(request.url()).origin;
    if (origin() && from !== origin()) {
      seen.foreign.push(request.url());
    }
  });
  await page.exposeFunction("tellViolation", (text) => seen.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  return {
    seen,
    /** Nothing was seen; network errors only where the test caused them. */
    check({ network = false } = {}) {
      expect(seen.errors, "errors on the page's console").toEqual([]);
      expect(seen.violations, "violations of the content security policy").toEqual([]);
      expect(seen.foreign, "requests to other origins").toEqual([]);
      if (!network) {
        expect(seen.network, "failed requests").toEqual([]);
      }
    },
  };
}
