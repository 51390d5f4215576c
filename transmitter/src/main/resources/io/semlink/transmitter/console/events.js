// What each event of the stream changes in the store.

const POINTS = 500;

/** What the page knows before it knows anything. */
export function initial() {
  return {
    connection: "connecting",
    state: null,
    photos: null, // newest first; null: not known yet
    points: [],
    links: null, // {links, presets, error}
    linkName: "default",
    selectedId: null, // null: always the newest
    limitMs: "30",
    uploads: [], // photos of this page that the transmitter has not taken up yet
    fileNames: new Map(), // id of a request -> name of the file it was sent from, on this page
  };
}

/** The changes that an event makes to the content of the store. */
export function reduce(content, kind, event) {
  switch (kind) {
    case "state":
      return { state: event };
    case "photos":
      return withSelection(content, { photos: event.photos ?? [] });
    case "photo":
      return withSelection(content, { photos: merged(content, event) });
    case "history":
      return { points: (event.points ?? []).slice(-POINTS) };
    case "point":
      return { points: [...content.points.filter((point) => point.id !== event.id), event].slice(-POINTS) };
    case "links":
      return linksChanged(content, event);
    default:
      return {};
  }
}

// A photo that is new, or takes the place of what was known of it. The newest comes first.
function merged({ photos, state }, photo) {
  const list = photos ?? [];
  const known = list.some((other) => other.id === photo.id);
  const next = known ? list.map((other) => (other.id === photo.id ? photo : other)) : [photo, ...list];
  next.sort((a, b) => (Date.parse(b.accepted_at) || 0) - (Date.parse(a.accepted_at) || 0));
  return next.slice(0, Math.max(1, state?.kept_photos ?? 100));
}

// The photo that was chosen may be kept no longer.
function withSelection(content, patch) {
  const gone = content.selectedId !== null && !patch.photos.some((photo) => photo.id === content.selectedId);
  return gone ? { ...patch, selectedId: null } : patch;
}

function linksChanged(content, event) {
  const before = content.links;
  const links = {
    links: event.links ?? before?.links ?? [],
    presets: event.presets ?? before?.presets ?? [],
    error: event.error ?? null,
  };
  const names = links.links.map((link) => link.config?.name);
  if (names.length > 0 && !names.includes(content.linkName)) {
    return { links, linkName: names.includes("default") ? "default" : names[0] };
  }
  return { links };
}

/** The photo that is shown: the chosen one, or the newest. */
export function shownPhoto({ photos, selectedId }) {
  if (!photos || photos.length === 0) {
    return null;
  }
  return photos.find((photo) => photo.id === selectedId) ?? photos[0];
}
