// The last photos to choose from, newest first.

import { h, byId, keyed, setText, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { clock, fixed } from "./format.js";
import { shownPhoto } from "./events.js";
import { stateWords, viewOf } from "./report.js";

/** Shows the list. */
export function startStrip(store) {
  const list = h("ul", { class: "strip", "aria-labelledby": "strip-title" });
  const empty = h("p", { class: "empty" });
  byId("strip").append(list, empty);
  const follow = h("button", { type: "button", class: "button button-small", hidden: true, on: { click: () => store.set({ selectedId: null }) } }, "Back to the newest");
  byId("follow").append(follow);

  store.subscribe(["photos", "selectedId", "fileNames", "state"], (content) => {
    const { photos, selectedId, fileNames, state } = content;
    const shown = shownPhoto(content);
    const none = !photos || photos.length === 0;
    list.hidden = none;
    empty.hidden = !none;
    setText(empty, emptyWords(photos, state));
    follow.hidden = selectedId === null || photos?.[0]?.id === selectedId;
    keyed(
      list,
      photos ?? [],
      (photo) => photo.id,
      (photo) => make(photo, store),
      (element, photo) => update(element, photo, photo === shown, fileNames.get(photo.id)),
    );
  });
}

function emptyWords(photos, state) {
  if (!photos) {
    return "Waiting for the transmitter.";
  }
  return state?.mode === "view"
    ? "No photos yet. Whatever is sent through this transmitter shows up here, for example by ./semlink send PHOTO."
    : "No photos yet. Choose one or drop it on this page; it is sent over the link and shows up here. So does what clients send, for example ./semlink send PHOTO.";
}

function make(photo, store) {
  const button = h(
    "button",
    {
      type: "button",
      class: "strip-item",
      on: {
        click: () => {
          const newest = store.get().photos?.[0]?.id === photo.id;
          store.set({ selectedId: newest ? null : photo.id });
        },
      },
    },
    h("span", { class: "thumb" }),
    h("span", { class: "strip-time" }),
    h("span", { class: "strip-note" }),
  );
  return h("li", {}, button);
}

function update(element, photo, isShown, name) {
  const button = element.firstElementChild;
  const [thumb, time, note] = button.children;
  const view = viewOf(photo);
  button.setAttribute("aria-pressed", String(isShown));

  const url = view.pictures.received ?? view.pictures.decoded ?? view.pictures.sent ?? "";
  const mark = view.state === "done" ? (view.outage ? "warning" : "") : view.state;
  const said = `${url}|${mark}`;
  if (thumb.dataset.said !== said) {
    thumb.dataset.said = said;
    thumb.className = `thumb ${mark ? `thumb-${mark}` : ""}`;
    thumb.replaceChildren(
      url ? h("img", { src: url, alt: "", loading: "lazy", decoding: "async", width: 96, height: 64 }) : icon(mark || "unknown", "thumb-none"),
      url && mark ? h("span", { class: "thumb-mark" }, icon(mark)) : "",
    );
  }
  setText(time, clock(view.acceptedAt));
  const words = view.state === "done" ? (view.gvif === null ? (view.scheme ?? "") : `GVIF ${fixed(view.gvif, 3)}`) : stateWords(view.state);
  const spoken = [name, view.state === "done" ? stateWords(view.state) : "", view.outage ? "outage" : ""].filter(Boolean).join(", ");
  if (note.dataset.said !== words + spoken) {
    note.dataset.said = words + spoken;
    note.replaceChildren(words, hidden(spoken ? `, ${spoken}` : ""));
  }
  button.title = [name, view.scheme, view.outage ? "outage" : ""].filter(Boolean).join(", ");
}
