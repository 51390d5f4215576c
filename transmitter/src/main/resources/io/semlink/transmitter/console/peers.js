// The chain transmitter, channel, receiver at the top, and what is said in words when one is down.

import { h, keyed, setText, byId } from "./dom.js";
import { icon } from "./icons.js";
import { capital, clock, decibels, hertz, rate, enumWord, uptime } from "./format.js";
import { number } from "./wire.js";

const WORDS = { up: "up", down: "down", unknown: "not known" };
const NAMES = { channel: "channel simulator", receiver: "receiver" };

/** Shows services, link and banners. */
export function startPeers(store) {
  const since = new Map(); // name -> {state, at}: when this page saw the state change

  store.subscribe(["state", "connection"], ({ state, connection }) => {
    const now = new Date();
    for (const peer of state?.peers ?? []) {
      const before = since.get(peer.name);
      if (!before || before.state !== peer.state) {
        since.set(peer.name, { state: peer.state, at: before ? now : null });
      }
    }
    showVersion(state);
    showChain(state, connection, since);
    showAlerts(state, connection, since);
  });
  store.subscribe(["links", "linkName", "connection"], showGlance);
}

function showVersion(state) {
  const service = state?.service;
  const bundle = service?.bundle;
  byId("version").replaceChildren(
    ...(service
      ? [
          h("span", {}, service.version ?? ""),
          bundle?.name
            ? h("span", { title: `Fingerprint ${bundle.fingerprint ?? ""}` }, `models ${bundle.name} ${bundle.version ?? ""}`)
            : null,
          state.mode === "view" ? h("span", { class: "tag" }, "view only") : null,
        ].filter(Boolean)
      : []),
  );
}

function showChain(state, connection, since) {
  const live = connection === "live";
  const transmitter = {
    name: "transmitter",
    state: live ? "up" : connection === "lost" ? "down" : "unknown",
    extra: live && state?.service ? `up ${uptime(number(state.service.uptime_seconds))}` : "",
  };
  const peers = (state?.peers ?? []).map((peer) => ({
    name: peer.name,
    // Without the transmitter nothing is known of those behind it.
    state: live ? peer.state : "unknown",
    extra: extraWords(peer, since.get(peer.name)),
    title: [peer.target, peer.detail].filter(Boolean).join(": "),
  }));
  keyed(
    byId("chain"),
    [transmitter, ...peers],
    (service) => service.name,
    () => h("li", { class: "service" }),
    (element, service) => {
      const said = [service.name, service.state, service.extra, service.title].join("|");
      if (element.dataset.said === said) {
        return;
      }
      element.dataset.said = said;
      element.className = `service service-${service.state}`;
      if (service.title) {
        element.title = service.title;
      }
      element.replaceChildren(
        h("span", { class: "service-mark" }, icon(service.state)),
        h("span", { class: "service-name" }, capital(service.name)),
        h("span", { class: "service-state" }, service.extra || WORDS[service.state] || service.state),
      );
    },
  );
}

function extraWords(peer, seen) {
  const words = [WORDS[peer.state] ?? peer.state];
  if (seen?.at) {
    words[0] += ` since ${clock(seen.at)}`;
  }
  if (peer.breaker && peer.breaker !== "CLOSED") {
    words.push(`breaker ${enumWord(peer.breaker, "")}`);
  }
  return words.join(", ");
}

function showAlerts(state, connection, since) {
  const alerts = [];
  const notices = [];
  if (connection === "lost") {
    alerts.push({
      key: "transmitter",
      text: "No connection to the transmitter. What is shown is the last that was known; the page tries again by itself.",
    });
  } else {
    for (const peer of state?.peers ?? []) {
      if (peer.state === "down") {
        alerts.push({ key: peer.name, text: downWords(peer, since.get(peer.name)) });
      } else if (peer.breaker === "OPEN" || peer.breaker === "HALF_OPEN") {
        notices.push({
          key: peer.name,
          text:
            `The circuit breaker to the ${NAMES[peer.name] ?? peer.name} is ${enumWord(peer.breaker, "")} after too many failures: ` +
            (peer.breaker === "OPEN" ? "photos fail at once until it is tried again." : "a few photos are let through to try it."),
        });
      }
    }
  }
  banners(byId("alerts"), alerts, "banner-bad", "down");
  banners(byId("notices"), notices, "banner-warn", "warning");
}

function downWords(peer, seen) {
  const where = peer.target ? ` at ${peer.target}` : "";
  const when = seen?.at ? ` since ${clock(seen.at)}` : "";
  const end =
    peer.name === "channel"
      ? "photos end with an error, and the link cannot be changed, until it is back."
      : "photos end with an error until it is back.";
  return `The ${NAMES[peer.name] ?? peer.name}${where} does not answer${when}: ${end}`;
}

function banners(region, list, className, iconName) {
  keyed(
    region,
    list,
    (banner) => banner.key,
    () => h("p", { class: `banner ${className}` }, icon(iconName), h("span", { class: "banner-text" })),
    (element, banner) => setText(element.lastElementChild, banner.text),
  );
}

function showGlance({ links, linkName, connection }) {
  const place = byId("link-glance");
  const link = links?.links?.find((one) => one.config?.name === linkName);
  if (!link || connection === "lost" || links.error) {
    place.replaceChildren();
    return;
  }
  const known = link.known_state ?? link.true_state ?? {};
  const fading = enumWord(link.config.fading?.model ?? "FADING_MODEL_NONE", "FADING_MODEL_");
  const parts = [
    ["Link", link.config.name],
    ["SNR", decibels(number(link.true_state?.snr_db ?? link.config.snr_db))],
    ["Capacity", rate(number(known.capacity_bps))],
    ["Band", hertz(number(link.config.bandwidth_hz))],
    ["Fading", fading],
  ];
  const said = JSON.stringify(parts);
  if (place.dataset.said !== said) {
    place.dataset.said = said;
    place.replaceChildren(
      ...parts.map(([name, value]) => h("span", { class: "glance" }, h("span", { class: "glance-name" }, name), " ", h("b", {}, value))),
    );
  }
}
