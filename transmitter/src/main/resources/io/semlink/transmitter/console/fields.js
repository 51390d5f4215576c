// Fields of forms: label, control, unit, hint and the error that the server names.

import { h, setText } from "./dom.js";

let count = 0;

/**
 * A labelled field.
 *
 * @param label its name
 * @param control the input or select
 * @param options unit: shown after the control; hint: a sentence under it; className
 * @returns {element, control, setError}
 */
export function field(label, control, { unit = "", hint = "", className = "" } = {}) {
  const id = control.id || `field-${++count}`;
  control.id = id;
  const error = h("p", { class: "field-error", id: `${id}-error` });
  const hintElement = hint ? h("p", { class: "field-hint", id: `${id}-hint` }, hint) : null;
  const described = [`${id}-error`, hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", described);
  const element = h(
    "div",
    { class: `field ${className}` },
    h("label", { for: id }, label, unit ? h("span", { class: "field-unit" }, ` ${unit}`) : null),
    control,
    hintElement,
    error,
  );
  return {
    element,
    control,
    setError(message) {
      setText(error, message ?? "");
      if (message) {
        control.setAttribute("aria-invalid", "true");
      } else {
        control.removeAttribute("aria-invalid");
      }
    },
  };
}

/** A box to tick, with its label. */
export function tick(label, control, hint = "") {
  const id = control.id || `field-${++count}`;
  control.id = id;
  return h("div", { class: "field-tick" }, control, h("label", { for: id }, label, hint ? h("span", { class: "field-hint" }, ` ${hint}`) : null));
}

/** An input for a number; what may be typed is the server's to judge. */
export function numberInput(attributes = {}) {
  return h("input", { type: "number", step: "any", inputmode: "decimal", ...attributes });
}

/** A choice of [value, text] pairs. */
export function select(pairs, attributes = {}) {
  return h("select", attributes, ...options(pairs));
}

/** The options of a choice. */
export function options(pairs) {
  return pairs.map(([value, text]) => h("option", { value }, text));
}

/** Replaces the options of a choice if they are others; keeps what is chosen where it can. */
export function setOptions(control, pairs) {
  const said = JSON.stringify(pairs);
  if (control.dataset.options === said) {
    return;
  }
  control.dataset.options = said;
  const value = control.value;
  control.replaceChildren(...options(pairs));
  if (pairs.some(([other]) => other === value)) {
    control.value = value;
  }
}

/**
 * Shows the violations of an answer at their fields.
 *
 * @param fields by the server's name of the field, or its last part
 * @param violations of the answer: [{field, message}]
 * @returns those that belong to no field, as sentences
 */
export function showViolations(fields, violations) {
  Object.values(fields).forEach((one) => one.setError(null));
  const rest = [];
  for (const { field: name, message } of violations) {
    const short = String(name).split(".").pop();
    const place = fields[name] ?? fields[short] ?? fields[short.replace(/^fixed_/, "")];
    if (place) {
      place.setError(message);
    } else {
      rest.push(`${name}: ${message}`);
    }
  }
  return rest;
}
