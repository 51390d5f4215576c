// Key figures of the chosen photo, what it is less than asked, and the rest of what is known of it.

import { h, byId } from "./dom.js";
import { icon } from "./icons.js";
import { bits, capital, dateTime, decibels, enumWord, fixed, millis, percent, rate, significant, withUnit, words } from "./format.js";
import { shownPhoto } from "./events.js";
import { degradationWords, viewOf } from "./report.js";
import { number } from "./wire.js";

/** Shows the figures. */
export function startFigures(store) {
  const place = byId("figures");
  store.subscribe(["photos", "selectedId", "state"], (content) => {
    const photo = shownPhoto(content);
    if (!photo) {
      place.replaceChildren();
      delete place.dataset.said;
      return;
    }
    const view = viewOf(photo);
    const points = number(content.state?.service?.operating_points);
    const said = JSON.stringify([view, points]);
    if (place.dataset.said === said) {
      return;
    }
    const openBefore = place.querySelector("details")?.open ?? false;
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    place.dataset.said = said;
    place.replaceChildren(view.scheme ? readouts(view, points) : "", degraded(view), facts(view, openBefore));
    if (focused) {
      place.querySelector(`[data-focus="${focused}"]`)?.focus();
    }
  });
}

function readouts(view, points) {
  const list = [
    ["GVIF", fixed(view.gvif, 3), "from 0 to 1", view.gvif],
    ["Bits", view.ledger ? bits(view.ledger.total) : "–", view.compression === null ? "" : `1/${fixed(view.compression)} of raw`],
    ["Air time", millis(view.airMillis), view.limitMillis === null ? (view.totalMillis === null ? "" : "no limit") : `of ${millis(view.limitMillis)}`, view.limitMillis ? (view.airMillis ?? 0) / view.limitMillis : null],
    ["In all", millis(view.totalMillis), "photo to picture"],
    ["SNR of the block", decibels(view.trueSnrDb), knownWords(view)],
    ["Kept", percent(view.keptShare), view.alpha === null ? "" : `α = ${fixed(view.alpha, 2)}`, view.keptShare],
    ["Operating point", fixed(view.operatingPoint), view.operatingPoint === null ? (view.scheme ? `none: ${view.scheme}` : "") : points ? `of 0 to ${points - 1}` : ""],
    ["PSNR", decibels(view.psnrDb), view.psnrDb === null ? "not measured" : "whole picture"],
  ];
  return h(
    "dl",
    { class: "readouts" },
    ...list.map(([name, value, note, share = null]) =>
      h("div", { class: "readout" }, h("dt", {}, name), h("dd", { class: "readout-value" }, value, share === null ? null : gauge(share)), h("dd", { class: "readout-note" }, note)),
    ),
  );
}

function gauge(share) {
  return h("span", { class: "readout-bar", "aria-hidden": "true", style: { "--share": `${100 * Math.min(1, Math.max(0, share))}%` } });
}

function knownWords(view) {
  if (view.knownSnrDb === null) {
    return "";
  }
  const how = enumWord(view.knowledge, "STATE_KNOWLEDGE_");
  return `known as ${decibels(view.knownSnrDb)}${how && how !== "unspecified" && how !== "perfect" ? `, ${how}` : ""}`;
}

function degraded(view) {
  if (view.degraded.length === 0) {
    return "";
  }
  return h(
    "ul",
    { class: "degraded", "aria-label": "In what the result is less than asked" },
    ...view.degraded.map((one) =>
      h("li", {}, icon("warning"), h("span", {}, h("b", {}, degradationWords(one.reason)), one.service ? ` (${one.service})` : "", one.detail ? `: ${one.detail}` : "")),
    ),
  );
}

function facts(view, open) {
  const first = view.labels[0];
  const list = [
    ["Caption", view.caption && `“${view.caption}”${view.captionSource === "CAPTION_SOURCE_REQUEST" ? ", given with the photo" : ""}`],
    ["Label", view.label && `${view.label}${first?.probability ? `, ${percent(first.probability)} sure` : ""}`],
    ["Scheme", view.scheme && `${view.scheme}${controlWords(view)}`],
    ["Request", view.id, "id"],
  ];
  const more = [
    ["Trace", view.traceId, "trace"],
    ["Link", view.link],
    ["Mean SNR", view.meanSnrDb === null ? null : decibels(view.meanSnrDb)],
    ["Capacity of the block", view.capacityBps === null ? null : rate(view.capacityBps)],
    ["Counted on", view.usableRateBps === null ? null : rate(view.usableRateBps)],
    ["Rate", view.bitsPerPixel === null ? null : withUnit(significant(view.bitsPerPixel), "bit/px")],
    ["Bits allowed", view.budgetBits === null ? null : bits(view.budgetBits)],
    ["Modulation", codingWords(view.coding)],
    ["PSNR where received", view.maskPsnrDb === null ? null : decibels(view.maskPsnrDb)],
    ["Inpainting", view.askedSteps ? `${fixed(view.runSteps)} of ${fixed(view.askedSteps)} steps` : null],
    ["Attempts", view.attempts ? fixed(view.attempts) : null],
    ["Seed", view.seed],
    ["Models", view.bundle?.name ? `${view.bundle.name} ${view.bundle.version ?? ""}` : null],
    ["Taken up", view.acceptedAt ? dateTime(view.acceptedAt) : null],
    ["Sent from", view.source === "console" ? "this console" : view.source ? "a client" : null],
  ];
  return h("div", { class: "facts-place" }, factList(list, "facts-row"), h("details", { class: "more", open }, h("summary", { "data-focus": "more" }, "All figures"), factList(more, "facts-columns")));
}

function factList(list, className = "") {
  return h(
    "dl",
    { class: `facts ${className}` },
    ...list
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value, copy]) => h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, copy ? copyable(String(value), name, copy) : String(value)))),
  );
}

function copyable(value, name, focus) {
  const text = h("code", {}, value);
  const said = h("span", { class: "copied", role: "status" });
  const button = h("button", { type: "button", class: "button button-small", "data-focus": `copy-${focus}`, "aria-label": `Copy the id of the ${name.toLowerCase()}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(value);
      said.textContent = "copied";
    } catch {
      // Browsers only allow it on localhost and over TLS: selected is the next best.
      getSelection()?.selectAllChildren(text);
      said.textContent = "selected: press Ctrl+C";
    }
  });
  return [text, " ", button, " ", said];
}

function controlWords(view) {
  const mode = enumWord(view.control, "CONTROL_MODE_");
  if (!mode || mode === "unspecified" || view.alpha === null) {
    return "";
  }
  return { exact: ", searched for this photo", policy: ", from the policy table", fixed: ", fixed by the request" }[mode] ?? `, ${words(mode)}`;
}

const MODULATIONS = { 1: "BPSK", 2: "QPSK", 4: "16-QAM", 6: "64-QAM", 8: "256-QAM" };

function codingWords(coding) {
  const order = number(coding?.bits_per_symbol);
  if (!order) {
    return null;
  }
  const again = number(coding.retransmissions) ?? 0;
  const wrong = number(coding.residual_errors) ?? 0;
  const parts = [`${MODULATIONS[order] ?? withUnit(String(order), "bit/symbol")}, code rate ${fixed(number(coding.code_rate), 2)}`];
  parts.push(`${fixed(again)} ${again === 1 ? "repeat" : "repeats"}`);
  if (wrong) {
    parts.push(`${fixed(wrong)} blocks still wrong`);
  }
  return capital(parts.join(", "));
}
