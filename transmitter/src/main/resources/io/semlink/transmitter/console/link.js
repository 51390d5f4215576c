// The link as it is, and the form that changes it while it runs.

import { changeLink, resetLink } from "./api.js";
import { h, byId, setText, keyed } from "./dom.js";
import { select, setOptions, showViolations } from "./fields.js";
import { capital, clock, decibels, enumWord, fixed, hertz, rate } from "./format.js";
import { number } from "./wire.js";
import { createLinkForm } from "./link-form.js";

/** Shows the link and its form. */
export function startLink(store) {
  const choice = select([], { "aria-label": "Link that is shown and changed", on: { change: () => store.set({ linkName: choice.value }) } });
  byId("link-choice").append(choice);
  const why = h("p", { class: "explain", hidden: true });
  const meter = makeMeter();
  const now = h("dl", { class: "link-now" });
  const done = h("p", { class: "said", role: "status" });
  const problems = h("ul", { class: "problems", role: "alert", "aria-label": "What was not accepted" });
  const form = createLinkForm({ onLimit: (value) => store.set({ limitMs: value }) });
  const apply = h("button", { type: "submit", class: "button button-strong" }, "Apply");
  const discard = h("button", { type: "button", class: "button" }, "Discard");
  const reset = h("button", { type: "button", class: "button", title: "Sets block counter and figures to zero and randomness to the link's seed" }, "Reset counters");
  const body = h("fieldset", { class: "bare" }, h("legend", { class: "visually-hidden" }, "Settings of the link"), form.element, h("div", { class: "buttons" }, apply, discard, reset));
  const element = h("form", { novalidate: true }, body);
  const wide = matchMedia("(min-width: 1100px)").matches;
  const more = h("details", { class: "more", open: wide }, h("summary", {}, "Change the link"), element);
  byId("link").append(why, meter.element, now, more, done, problems);

  const current = () => store.get().links?.links?.find((link) => link.config?.name === store.get().linkName) ?? null;

  async function act(work, said) {
    problems.replaceChildren();
    setText(done, "");
    showViolations(form.fields, []);
    body.setAttribute("aria-busy", "true");
    try {
      const link = await work();
      if (link?.config) {
        replace(store, link);
        form.settle(link);
      }
      setText(done, `${said} at ${clock(new Date())}.`);
    } catch (error) {
      const rest = showViolations(form.fields, error.violations ?? []);
      const sentences = rest.length ? rest : (error.violations ?? []).length ? [] : [error.message];
      problems.replaceChildren(...sentences.map((sentence) => h("li", {}, sentence)));
      element.querySelector("[aria-invalid]")?.focus();
    } finally {
      body.removeAttribute("aria-busy");
    }
  }

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const { config, preset } = form.changes();
    if (Object.keys(config).length === 0 && !preset) {
      setText(done, "Nothing is changed.");
      return;
    }
    act(() => changeLink(store.get().linkName, config, preset), "Applied");
  });
  discard.addEventListener("click", () => {
    problems.replaceChildren();
    setText(done, "");
    showViolations(form.fields, []);
    form.settle(current());
  });
  reset.addEventListener("click", () => act(() => resetLink(store.get().linkName), "Reset"));

  let shownName = null;
  store.subscribe(["links", "linkName", "state", "connection"], ({ links, linkName, state, connection }) => {
    const names = (links?.links ?? []).map((link) => link.config?.name).filter(Boolean);
    setOptions(choice, (names.length ? names : [linkName]).map((name) => [name, name]));
    choice.value = linkName;
    choice.disabled = names.length < 2;
    const obstacle = obstacleOf(state, links, connection);
    why.hidden = !obstacle;
    setText(why, obstacle ?? "");
    body.disabled = Boolean(obstacle);
    const link = current();
    form.setPresets(links?.presets ?? []);
    if (link) {
      if (shownName !== linkName) {
        form.settle(link);
        shownName = linkName;
      } else {
        form.show(link);
      }
    }
    showNow(now, link);
    meter.show(link);
  });
  store.subscribe(["limitMs"], ({ limitMs }) => form.setLimit(limitMs));
}

function replace(store, link) {
  const { links } = store.get();
  store.set({ links: { ...links, links: links.links.map((other) => (other.config?.name === link.config.name ? link : other)) } });
}

function obstacleOf(state, links, connection) {
  if (connection === "lost") {
    return "The transmitter does not answer: the link cannot be changed until it is back.";
  }
  if (state?.mode === "view") {
    return "This console only shows. Changes are allowed when the transmitter is started with --console control.";
  }
  const channel = state?.peers?.find((peer) => peer.name === "channel");
  if (channel?.state === "down" || links?.error) {
    return "The channel simulator does not answer: the link cannot be changed until it is back.";
  }
  return links ? null : "Waiting for the channel simulator.";
}

function showNow(place, link) {
  const truth = link?.true_state ?? {};
  const known = link?.known_state ?? {};
  const figures = link?.figures ?? {};
  const block = number(truth.block_snr_db);
  const knownBlock = number(known.block_snr_db);
  const how = enumWord(known.knowledge, "STATE_KNOWLEDGE_");
  const sent = number(figures.transmissions);
  const rows = [
    ["SNR of the block", decibels(block), !link ? "" : how === "perfect" || !how ? `block ${fixed(number(truth.block_index))}` : `known as ${decibels(knownBlock)} (${how})`],
    ["Capacity", rate(number(truth.capacity_bps)), link ? `${hertz(number(truth.bandwidth_hz))} band` : ""],
    ["Usable rate", rate(number(known.usable_rate_bps)), capital(enumWord(link?.config?.model, "LINK_MODEL_"))],
    ["Outages", sent === null ? "–" : fixed(number(figures.outages)), sent === null ? "" : `of ${fixed(sent)} sent since reset`],
  ];
  keyed(
    place,
    rows,
    ([name]) => name,
    ([name]) => h("div", { class: "now" }, h("dt", {}, name), h("dd", { class: "now-value" }), h("dd", { class: "now-note" })),
    (element, [, value, note]) => {
      setText(element.children[1], value);
      setText(element.children[2], note);
    },
  );
}

// A level meter from -20 to 40 dB: the block's SNR as a bar, the mean as a mark.
function makeMeter() {
  const bar = h("span", { class: "meter-bar" });
  const mean = h("span", { class: "meter-mean" });
  const marks = [-20, 0, 20, 40].map((db) => h("span", { class: "axis-mark", style: { left: place(db) } }, `${db}`.replace("-", "\u2212")));
  const name = h("span", {});
  const element = h("div", { class: "meter", "aria-hidden": "true" }, h("div", { class: "meter-head" }, name, h("span", {}, "dB")), h("div", { class: "meter-track" }, bar, mean), h("div", { class: "axis" }, ...marks));
  return {
    element,
    show(link) {
      const block = number(link?.true_state?.block_snr_db);
      const level = number(link?.true_state?.snr_db);
      bar.style.setProperty("width", block === null ? "0%" : place(block));
      mean.style.setProperty("left", level === null ? "0%" : place(level));
      mean.hidden = level === null;
      setText(name, level === null ? "SNR" : `Mean SNR ${decibels(level).replace("\u00a0dB", "")}`);
    },
  };

  function place(db) {
    return `${Math.min(100, Math.max(0, ((db + 20) / 60) * 100))}%`;
  }
}
