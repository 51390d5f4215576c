// What the page knows. Components subscribe; changes are told once per task, however many there were.

/**
 * Makes a store.
 *
 * @param initial its first content
 */
export function createStore(initial) {
  let content = initial;
  let due = false;
  const changed = new Set();
  const listeners = [];

  function tell() {
    due = false;
    const keys = new Set(changed);
    changed.clear();
    for (const { wanted, listener } of listeners) {
      if (wanted.some((key) => keys.has(key))) {
        listener(content);
      }
    }
  }

  return {
    /** The present content; not to be changed. */
    get: () => content,

    /** Replaces some of the content. */
    set(patch) {
      content = { ...content, ...patch };
      Object.keys(patch).forEach((key) => changed.add(key));
      if (!due) {
        due = true;
        queueMicrotask(tell);
      }
    },

    /** Calls the listener now, and after each change of one of the keys. */
    subscribe(wanted, listener) {
      listeners.push({ wanted, listener });
      listener(content);
    },
  };
}
