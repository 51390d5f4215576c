// The transmitter's HTTP interface: requests with their errors, and the stream of events.

/** An answer that is an error, with what the server said. */
export class ApiError extends Error {
  constructor(status, body) {
    const error = body?.error ?? {};
    super(error.message || `the transmitter answered with HTTP status ${status}`);
    this.status = status;
    this.code = error.code ?? "";
    this.reason = error.reason ?? "";
    this.retryAfterMillis = error.retry_after_ms ?? null;
    this.violations = error.violations ?? [];
  }
}

async function call(method, path, body, contentType) {
  const headers = method === "GET" ? {} : { "X-Semlink-Console": "1" };
  if (contentType) {
    headers["Content-Type"] = contentType;
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body, cache: "no-store" });
  } catch {
    throw new ApiError(0, { error: { code: "UNAVAILABLE", message: "the transmitter does not answer" } });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ApiError(response.status, answer);
  }
  return answer;
}

/** Sends a photo. `options` become query parameters; empty ones are left out. */
export function sendPhoto(file, options) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) {
    if (value !== null && value !== undefined && value !== "") {
      query.set(name, String(value));
    }
  }
  return call("POST", `/api/photos?${query}`, file, file.type || "application/octet-stream");
}

/** Cancels a request. */
export function cancelPhoto(id) {
  return call("DELETE", `/api/photos/${encodeURIComponent(id)}`);
}

/** Changes a link: the fields of `config` alone, on top of a preset if one is named. */
export function changeLink(name, config, preset) {
  const query = preset ? `?preset=${encodeURIComponent(preset)}` : "";
  return call("PATCH", `/api/links/${encodeURIComponent(name)}${query}`, JSON.stringify(config), "application/json");
}

/** Sets a link's counter and figures to zero and its randomness to its seed. */
export function resetLink(name) {
  return call("POST", `/api/links/${encodeURIComponent(name)}/reset`);
}

const KINDS = ["state", "photos", "history", "links", "photo", "point"];
const SILENCE_MILLIS = 10_000; // state comes every 2 s
const RETRY_MILLIS = [500, 1000, 2000, 4000];

/**
 * Listens to the transmitter's events and never gives up: a stream that ends, fails or falls silent
 * is opened again.
 *
 * @param onEvent called with kind and content
 * @param onConnection called with "connecting", "live" or "lost"
 */
export function listen(onEvent, onConnection) {
  let source = null;
  let failures = 0;
  let watchdog = 0;

  function alive() {
    failures = 0;
    clearTimeout(watchdog);
    watchdog = setTimeout(reopen, SILENCE_MILLIS);
    onConnection("live");
  }

  function reopen() {
    source?.close();
    clearTimeout(watchdog);
    onConnection("lost");
    setTimeout(open, RETRY_MILLIS[Math.min(failures++, RETRY_MILLIS.length - 1)]);
  }

  function open() {
    source = new EventSource("/api/events");
    watchdog = setTimeout(reopen, SILENCE_MILLIS);
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        alive();
        onEvent(kind, JSON.parse(event.data));
      });
    }
    // The browser's own retry gives up at an HTTP error and does not notice silence: ours does not.
    source.onerror = reopen;
  }

  onConnection("connecting");
  open();
}
