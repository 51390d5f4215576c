// The fields of a link's settings, and what of them has been changed.

import { h, setText } from "./dom.js";
import { field, tick, numberInput, select, setOptions } from "./fields.js";
import { capital, enumWord } from "./format.js";
import { durationMillis, number, toDuration } from "./wire.js";

const LAWS = ["NONE", "RAYLEIGH", "RICIAN", "NAKAGAMI", "JAKES"];
const MODELS = ["CAPACITY", "SYMBOLS"];
const KNOWLEDGE = ["PERFECT", "DELAYED", "NOISY", "ABSENT"];
// Where a law needs a figure and there is none yet.
const STANDARD = { rician_k_db: "6", nakagami_m: "2", doppler_hz: "10", delay_blocks: "1", error_stddev_db: "2" };

const pairs = (names, prefix) => names.map((name) => [prefix + name, capital(enumWord(name, ""))]);

/**
 * Makes the fields. They follow the link until somebody changes one; from then on that field stays
 * as it is until the change is applied or discarded.
 *
 * @param onLimit called with the limit for the next photos, which is no setting of the link
 */
export function createLinkForm({ onLimit }) {
  const fields = {
    preset: field("Preset", select([["", "none"]]), { className: "field-wide" }),
    model: field("Carries", select(pairs(MODELS, "LINK_MODEL_"))),
    snr_db: field("Mean SNR", numberInput({ min: "-100", max: "100" }), { unit: "dB" }),
    bandwidth_hz: field("Bandwidth", numberInput({ min: "0" }), { unit: "kHz" }),
    fading_model: field("Fading", select(pairs(LAWS, "FADING_MODEL_"))),
    rician_k_db: field("K factor", numberInput(), { unit: "dB" }),
    nakagami_m: field("Shape m", numberInput({ min: "0.5" })),
    doppler_hz: field("Doppler shift", numberInput({ min: "0" }), { unit: "Hz" }),
    shadowing_stddev_db: field("Shadowing", numberInput({ min: "0", max: "20", placeholder: "none" }), { unit: "dB" }),
    coherence_time: field("Coherence time", numberInput({ min: "0" }), { unit: "ms" }),
    knowledge: field("Known to sender", select(pairs(KNOWLEDGE, "STATE_KNOWLEDGE_"))),
    delay_blocks: field("Known late by", numberInput({ min: "0", step: "1" }), { unit: "blocks" }),
    error_stddev_db: field("Error of it", numberInput({ min: "0" }), { unit: "dB" }),
    limit: field("Limit, next photos", numberInput({ min: "0", placeholder: "none" }), { unit: "ms" }),
  };
  const slider = h("input", { type: "range", min: "-20", max: "40", step: "0.5", "aria-label": "Mean SNR in dB" });
  const paced = h("input", { type: "checkbox" });
  const about = h("p", { class: "field-hint field-wide" });
  const element = h(
    "div",
    { class: "field-grid" },
    fields.preset.element,
    about,
    fields.snr_db.element,
    h("div", { class: "snr-slider" }, slider),
    fields.limit.element,
    ...["bandwidth_hz", "model", "fading_model", "rician_k_db", "nakagami_m", "doppler_hz", "coherence_time", "shadowing_stddev_db", "knowledge", "delay_blocks", "error_stddev_db"].map((name) => fields[name].element),
    h("div", { class: "field-wide" }, tick("Paced", paced, "air time passes on the clock")),
  );
  // By the server's names, where they are others.
  const byServerName = { ...fields, "fading.model": fields.fading_model, delay: fields.delay_blocks };
  const settings = ["model", "snr_db", "bandwidth_hz", "fading_model", "rician_k_db", "nakagami_m", "doppler_hz", "shadowing_stddev_db", "coherence_time", "knowledge", "delay_blocks", "error_stddev_db"];

  let base = {}; // text of each field as the link, or the preset, has it
  let presets = [];
  const touched = new Set();

  const textOf = (name) => (name === "paced" ? String(paced.checked) : fields[name].control.value.trim());
  const write = (name, text) => {
    if (name === "paced") {
      paced.checked = text === "true";
    } else if (fields[name].control.value !== text) {
      const control = fields[name].control;
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === text)) {
        control.append(h("option", { value: text }, capital(enumWord(text, /^(LINK_MODEL|FADING_MODEL|STATE_KNOWLEDGE)_/))));
      }
      control.value = text;
    }
  };

  function writeAll(values, onlyUntouched) {
    base = values;
    for (const name of [...settings, "paced"]) {
      if (!onlyUntouched || !touched.has(name)) {
        write(name, values[name] ?? "");
      }
    }
    slider.value = fields.snr_db.control.value || "0";
    showApplicable();
  }

  function showApplicable() {
    const law = textOf("fading_model").replace("FADING_MODEL_", "");
    const knowledge = textOf("knowledge").replace("STATE_KNOWLEDGE_", "");
    const wanted = {
      rician_k_db: law === "RICIAN" || (law === "JAKES" && textOf("rician_k_db") !== ""),
      nakagami_m: law === "NAKAGAMI",
      doppler_hz: law === "JAKES",
      delay_blocks: knowledge === "DELAYED",
      error_stddev_db: knowledge === "NOISY",
    };
    for (const [name, shown] of Object.entries(wanted)) {
      fields[name].element.hidden = !shown;
      if (shown && name !== "rician_k_db" && textOf(name) === "") {
        write(name, STANDARD[name]);
      }
    }
    if (law === "RICIAN" && textOf("rician_k_db") === "") {
      write("rician_k_db", STANDARD.rician_k_db);
    }
  }

  for (const name of settings) {
    fields[name].control.addEventListener("input", () => {
      touched.add(name);
      if (name === "fading_model" && /JAKES$/.test(textOf(name))) {
        write("rician_k_db", ""); // a constant path is the preset's or the user's to add
      }
      if (name === "snr_db") {
        slider.value = textOf("snr_db") || "0";
      }
      showApplicable();
    });
  }
  paced.addEventListener("input", () => touched.add("paced"));
  slider.addEventListener("input", () => {
    touched.add("snr_db");
    write("snr_db", slider.value);
  });
  fields.limit.control.addEventListener("input", () => onLimit(fields.limit.control.value));
  fields.preset.control.addEventListener("input", () => {
    const preset = presets.find((one) => one.name === textOf("preset"));
    setText(about, preset?.description ?? "");
    if (preset) {
      touched.clear();
      touched.add("preset");
      writeAll(valuesOf(preset.config ?? {}), false);
    }
  });

  return {
    element,
    fields: byServerName,

    /** Offers presets: [{name, description, config}]. */
    setPresets(next) {
      presets = next;
      setOptions(fields.preset.control, [["", "none"], ...next.map((preset) => [preset.name, capital(preset.name.replaceAll("-", " "))])]);
    },

    setLimit(text) {
      write("limit", text);
    },

    /** Shows what the link is now in the fields that nobody has changed. */
    show(link) {
      if (!touched.has("preset")) {
        writeAll(valuesOf(link.config), true);
      }
    },

    /** Forgets all changes and shows what the link is. */
    settle(link) {
      touched.clear();
      fields.preset.control.value = "";
      setText(about, "");
      if (link) {
        writeAll(valuesOf(link.config), false);
      }
    },

    /** What is to be changed: a LinkConfig of the changed settings alone, and a preset. */
    changes() {
      const preset = touched.has("preset") ? textOf("preset") : "";
      const changed = (name) => textOf(name) !== (base[name] ?? "");
      return { config: configOf(textOf, changed), preset };
    },
  };
}

// Settings as the texts of the fields.
function valuesOf(config) {
  const fading = config.fading ?? {};
  const state = config.state_information ?? {};
  const text = (value, factor = 1) => (number(value) === null ? "" : String(Number((number(value) * factor).toPrecision(12))));
  const shadowing = number(fading.shadowing_stddev_db);
  return {
    model: config.model ?? "LINK_MODEL_CAPACITY",
    snr_db: text(config.snr_db),
    bandwidth_hz: text(config.bandwidth_hz, 1e-3),
    fading_model: fading.model ?? "FADING_MODEL_NONE",
    rician_k_db: text(fading.rician_k_db),
    nakagami_m: text(fading.nakagami_m),
    doppler_hz: text(fading.doppler_hz),
    shadowing_stddev_db: shadowing ? String(shadowing) : "",
    coherence_time: text(durationMillis(fading.coherence_time)),
    knowledge: state.knowledge ?? "STATE_KNOWLEDGE_PERFECT",
    delay_blocks: text(state.delay_blocks),
    error_stddev_db: text(state.error_stddev_db),
    paced: String(Boolean(config.paced)),
  };
}

// Figures go as they were typed where they are no numbers: the server says what is wrong with them.
function configOf(textOf, changed) {
  const config = {};
  const numeric = (name, factor = 1) => {
    const value = number(textOf(name));
    return value === null ? textOf(name) : Number((value * factor).toPrecision(15));
  };
  if (changed("model")) {
    config.model = textOf("model");
  }
  if (changed("snr_db") && textOf("snr_db") !== "") {
    config.snr_db = numeric("snr_db");
  }
  if (changed("bandwidth_hz") && textOf("bandwidth_hz") !== "") {
    config.bandwidth_hz = numeric("bandwidth_hz", 1e3);
  }
  const fading = {};
  const law = textOf("fading_model");
  const own = { FADING_MODEL_RICIAN: ["rician_k_db"], FADING_MODEL_NAKAGAMI: ["nakagami_m"], FADING_MODEL_JAKES: ["doppler_hz", "rician_k_db"] }[law] ?? [];
  if (changed("fading_model") || own.some(changed)) {
    // The parameters of a law go with it: naming the law clears those that are not given.
    fading.model = law;
    for (const name of own) {
      if (textOf(name) !== "") {
        fading[name] = numeric(name);
      }
    }
  }
  if (changed("shadowing_stddev_db")) {
    fading.shadowing_stddev_db = textOf("shadowing_stddev_db") === "" ? 0 : numeric("shadowing_stddev_db");
  }
  if (changed("coherence_time") && textOf("coherence_time") !== "") {
    fading.coherence_time = toDuration(numeric("coherence_time"));
  }
  if (Object.keys(fading).length > 0) {
    config.fading = fading;
  }
  const state = {};
  const knowledge = textOf("knowledge");
  const figure = { STATE_KNOWLEDGE_DELAYED: "delay_blocks", STATE_KNOWLEDGE_NOISY: "error_stddev_db" }[knowledge];
  if (changed("knowledge") || (figure && changed(figure))) {
    state.knowledge = knowledge;
    if (figure && textOf(figure) !== "") {
      state[figure] = numeric(figure);
    }
  }
  if (Object.keys(state).length > 0) {
    config.state_information = state;
  }
  if (changed("paced")) {
    config.paced = textOf("paced") === "true";
  }
  return config;
}
