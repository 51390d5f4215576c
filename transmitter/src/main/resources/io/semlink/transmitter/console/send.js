// The form a photo is sent with, and the zone it is dropped on.

import { h, byId, setText, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { field, tick, numberInput, select, setOptions, showViolations } from "./fields.js";
import { bytes, enumWord, capital, fixed } from "./format.js";
import { number } from "./wire.js";
import { createUploads } from "./uploads.js";

/** Makes the form. */
export function startSend(store) {
  const form = byId("send");
  const fields = makeFields();
  const file = h("input", { type: "file", id: "send-files", class: "visually-hidden", multiple: true, "aria-describedby": "send-bounds" });
  const bounds = h("p", { class: "drop-bounds", id: "send-bounds" });
  const zone = h(
    "div",
    { class: "drop" },
    icon("upload", "drop-icon"),
    h("div", {}, file, h("label", { class: "button button-strong", for: "send-files" }, "Choose photos"), h("span", { class: "drop-or" }, "or drop them")),
    bounds,
  );
  const why = h("p", { class: "explain", hidden: true });
  const problems = h("ul", { class: "problems", role: "alert", "aria-label": "What could not be sent" });
  const chosen = h("span", { class: "summary-note" });
  const more = h(
    "details",
    { class: "more" },
    h("summary", {}, "Options", hidden(" for the next photos"), chosen),
    h(
      "div",
      { class: "field-grid" },
      fields.scheme.element,
      fields.control.element,
      fields.alpha.element,
      fields.operating_point.element,
      fields.steps.element,
      fields.margin_db.element,
      fields.seed.element,
      fields.caption.element,
      fields.labels.element,
    ),
    fields.labels.list,
    fields.preview_only.element,
    fields.text_only.element,
  );
  const body = h("fieldset", { class: "bare" }, h("legend", { class: "visually-hidden" }, "Photo and how it is sent"), zone, h("div", { class: "field-grid" }, fields.link.element, fields.latency_limit_ms.element), more);
  form.append(body, why, problems);

  const uploads = createUploads(store, {
    options: () => readOptions(fields, store.get()),
    accepted: () => {
      problems.replaceChildren();
      showViolations(fields, []);
    },
    refused: (name, error) => {
      const rest = showViolations(fields, error.violations ?? []);
      if ((error.violations ?? []).length > rest.length && !fieldsOutsideOptions(fields, error)) {
        more.open = true;
      }
      const sentence = rest.length ? rest.join("; ") : error.message;
      problems.append(h("li", {}, h("b", {}, name), ": ", sentence));
      while (problems.children.length > 5) {
        problems.firstElementChild.remove();
      }
    },
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => setText(chosen, summary(fields)));
  fields.control.control.addEventListener("change", () => showFixed(fields));
  fields.link.control.addEventListener("change", () => store.set({ linkName: fields.link.control.value }));
  fields.latency_limit_ms.control.addEventListener("input", () => store.set({ limitMs: fields.latency_limit_ms.control.value }));
  file.addEventListener("change", () => {
    problems.replaceChildren();
    uploads.add([...file.files]);
    file.value = "";
  });
  acceptDrops(zone, () => !body.disabled, (files) => {
    problems.replaceChildren();
    uploads.add(files);
  });

  store.subscribe(["state"], ({ state }) => {
    showCapabilities(fields, state);
    showBounds(file, bounds, state?.photo_bounds);
    showFixed(fields);
    const view = state?.mode === "view";
    body.disabled = view;
    why.hidden = !view;
    setText(why, view ? "This console only shows. Sending is allowed when the transmitter is started with --console control." : "");
    const queue = state?.queue;
    setText(byId("queue-depth"), queue ? `${fixed(number(queue.depth))} of ${fixed(number(queue.capacity))} waiting` : "");
  });
  store.subscribe(["links", "linkName"], ({ links, linkName }) => {
    const names = (links?.links ?? []).map((link) => link.config?.name).filter(Boolean);
    setOptions(fields.link.control, (names.length ? names : [linkName]).map((name) => [name, name]));
    fields.link.control.value = linkName;
  });
  store.subscribe(["limitMs"], ({ limitMs }) => {
    if (fields.latency_limit_ms.control.value !== limitMs) {
      fields.latency_limit_ms.control.value = limitMs;
    }
  });
}

function makeFields() {
  const labels = field("Labels that matter", h("input", { type: "text", list: "known-labels", autocomplete: "off", placeholder: "the most probable" }), {
    hint: "Separated by commas.",
    className: "field-wide",
  });
  labels.list = h("datalist", { id: "known-labels" });
  const preview = h("input", { type: "checkbox" });
  const text = h("input", { type: "checkbox" });
  const boxed = (control, label, hint) => ({ control, element: tick(label, control, hint), setError: () => {} });
  return {
    link: field("Link", select([["default", "default"]])),
    latency_limit_ms: field("Latency limit", numberInput({ min: "0", placeholder: "none" }), { unit: "ms" }),
    scheme: field("Scheme", select([["", "default"]])),
    control: field("Control", select([["", "exact"]])),
    alpha: field("Threshold α", numberInput({ min: "0", max: "1", step: "0.05" }), { unit: "0 to 1" }),
    operating_point: field("Operating point", numberInput({ min: "0", step: "1" })),
    steps: field("Inpainting steps", numberInput({ min: "1", max: "1000", step: "1", placeholder: "31" })),
    margin_db: field("SNR margin", numberInput({ min: "0", max: "40", placeholder: "service's" }), { unit: "dB" }),
    seed: field("Seed", numberInput({ step: "1", placeholder: "any" })),
    caption: field("Caption", h("input", { type: "text", autocomplete: "off", placeholder: "written by the captioner" }), { className: "field-wide" }),
    labels,
    preview_only: boxed(preview, "Preview only", "no inpainting"),
    text_only: boxed(text, "Send the caption alone", "if nothing else fits"),
  };
}

function showCapabilities(fields, state) {
  const service = state?.service;
  if (!service) {
    return;
  }
  const standard = service.default_scheme || service.schemes?.[0] || "";
  setOptions(fields.scheme.control, [["", `${standard} (default)`], ...(service.schemes ?? []).filter((id) => id !== standard).map((id) => [id, id])]);
  const controls = (service.controls ?? []).map((name) => [name, capital(enumWord(name, "CONTROL_MODE_"))]);
  setOptions(fields.control.control, controls.length ? controls : [["", "Exact"]]);
  const points = number(service.operating_points);
  if (points) {
    fields.operating_point.control.max = String(points - 1);
    fields.operating_point.control.placeholder = `0 to ${points - 1}`;
  }
  const known = JSON.stringify(service.labels ?? []);
  if (fields.labels.list.dataset.known !== known) {
    fields.labels.list.dataset.known = known;
    fields.labels.list.replaceChildren(...(service.labels ?? []).map((label) => h("option", { value: label })));
  }
}

function showBounds(file, place, bounds) {
  if (!bounds) {
    return;
  }
  const types = bounds.media_types ?? [];
  if (types.length) {
    file.accept = types.join(",");
  }
  const kinds = types.map((type) => type.replace("image/", "").toUpperCase()).join(", ");
  const text = `${kinds || "Images"}, sides of ${fixed(number(bounds.min_side_px))} to ${fixed(number(bounds.max_side_px))} px, up to ${bytes(number(bounds.max_file_bytes))}. Sent at once, with the options below.`;
  setText(place, text);
}

// Alpha and operating point belong to control FIXED alone.
function showFixed(fields) {
  const isFixed = /FIXED$/i.test(fields.control.control.value);
  for (const one of [fields.alpha, fields.operating_point]) {
    one.element.hidden = !isFixed;
  }
}

function fieldsOutsideOptions(fields, error) {
  return error.violations.every((one) => /latency_limit|link/.test(one.field));
}

function readOptions(fields, { linkName, limitMs }) {
  const value = (name) => fields[name].control.value.trim();
  const isFixed = !fields.alpha.element.hidden;
  return {
    link: linkName,
    latency_limit_ms: limitMs,
    scheme: value("scheme"),
    control: value("control"),
    alpha: isFixed ? value("alpha") : "",
    operating_point: isFixed ? value("operating_point") : "",
    labels: value("labels"),
    caption: value("caption"),
    margin_db: value("margin_db"),
    steps: value("steps"),
    seed: value("seed"),
    preview_only: fields.preview_only.control.checked ? "true" : "",
    text_only: fields.text_only.control.checked ? "true" : "",
  };
}

// What differs from the service's own choices, to be seen when the options are closed.
function summary(fields) {
  const said = [];
  const value = (name) => fields[name].control.value.trim();
  if (value("scheme")) {
    said.push(value("scheme"));
  }
  if (!/^$|EXACT$/i.test(value("control"))) {
    said.push(enumWord(value("control"), "CONTROL_MODE_"));
  }
  for (const [name, word] of [["steps", "steps"], ["margin_db", "dB margin"]]) {
    if (value(name)) {
      said.push(`${value(name)} ${word}`);
    }
  }
  for (const [name, word] of [["caption", "own caption"], ["labels", "labels"], ["seed", "seed"]]) {
    if (value(name)) {
      said.push(word);
    }
  }
  if (fields.preview_only.control.checked) {
    said.push("preview only");
  }
  if (fields.text_only.control.checked) {
    said.push("text only allowed");
  }
  return said.join(", ");
}

// Photos may be dropped anywhere: one that misses the zone must not make the browser leave the page.
function acceptDrops(zone, allowed, onFiles) {
  let depth = 0;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = () => zone.classList.toggle("drop-over", depth > 0 && allowed());
  addEventListener("dragenter", (event) => {
    if (hasFiles(event)) {
      depth++;
      mark();
    }
  });
  addEventListener("dragleave", (event) => {
    if (hasFiles(event)) {
      depth = Math.max(0, depth - 1);
      mark();
    }
  });
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = allowed() ? "copy" : "none";
    }
  });
  addEventListener("drop", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      depth = 0;
      mark();
      if (allowed()) {
        onFiles([...event.dataTransfer.files]);
      }
    }
  });
}
