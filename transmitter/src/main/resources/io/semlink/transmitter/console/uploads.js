// Photos on their way to the transmitter: one at a time, again later when its queue is full.

import { cancelPhoto, sendPhoto } from "./api.js";
import { bytes } from "./format.js";
import { number } from "./wire.js";

const MAX_WAITING = 50;

/**
 * Makes the queue of files.
 *
 * @param store gets `uploads`: [{key, name, note, cancel}], and the names of files by request
 * @param options() options of the next photo
 * @param accepted(photo) after each that was taken up
 * @param refused(name, error) after each that was not
 */
export function createUploads(store, { options, accepted, refused }) {
  const waiting = [];
  let busy = false;
  let nextKey = 1;

  function show() {
    store.set({ uploads: waiting.map(({ key, name, note, cancel }) => ({ key, name, note, cancel })) });
  }

  function remove(upload) {
    const at = waiting.indexOf(upload);
    if (at >= 0) {
      waiting.splice(at, 1);
      show();
    }
  }

  async function work() {
    if (busy) {
      return;
    }
    busy = true;
    while (waiting.length > 0) {
      const upload = waiting[0];
      upload.note = "sending to the transmitter";
      show();
      try {
        const photo = await sendPhoto(upload.file, upload.options);
        store.set({ fileNames: new Map(store.get().fileNames).set(photo.id, upload.name) });
        accepted(photo);
        remove(upload);
        if (upload.cancelled) {
          // Too late to keep it here: it was on its way when it was given up.
          await cancelPhoto(photo.id).catch(() => null);
        }
      } catch (error) {
        if (error.code === "RESOURCE_EXHAUSTED" && error.reason !== "TOO_LARGE" && !upload.cancelled) {
          const pause = Math.min(30_000, Math.max(250, error.retryAfterMillis ?? 1000));
          upload.note = "the queue is full; tries again";
          show();
          await new Promise((resolve) => {
            upload.wake = resolve;
            setTimeout(resolve, pause);
          });
        } else {
          refused(upload.name, error);
          remove(upload);
        }
      }
      if (upload.cancelled) {
        remove(upload);
      }
    }
    busy = false;
  }

  return {
    /** Takes files up; each keeps the options of this moment. */
    add(files) {
      for (const file of files) {
        const problem = waiting.length >= MAX_WAITING ? `no more than ${MAX_WAITING} photos at once` : check(file, store.get().state?.photo_bounds);
        if (problem) {
          refused(file.name, { message: problem, violations: [] });
          continue;
        }
        const upload = { key: `upload-${nextKey++}`, file, name: file.name, options: options(), note: "waiting", cancelled: false };
        upload.cancel = () => {
          upload.cancelled = true;
          upload.wake?.();
          if (waiting[0] !== upload || !busy) {
            remove(upload);
          }
        };
        waiting.push(upload);
      }
      show();
      work();
    },
  };
}

// What would be refused anyway is not sent first. Content is the transmitter's to judge.
function check(file, bounds) {
  if (!bounds) {
    return null;
  }
  const types = bounds.media_types ?? [];
  if (file.type && types.length && !types.includes(file.type)) {
    return `is ${file.type}; photos are ${types.map((type) => type.replace("image/", "").toUpperCase()).join(", ")}`;
  }
  const most = number(bounds.max_file_bytes);
  if (most && file.size > most) {
    return `has ${bytes(file.size)}; at most ${bytes(most)} are taken`;
  }
  return file.size === 0 ? "is empty" : null;
}
