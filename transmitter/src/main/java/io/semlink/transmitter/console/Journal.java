package io.semlink.transmitter.console;

import io.grpc.StatusRuntimeException;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ErrorTranslator;
import io.semlink.link.v1.PictureKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The last transmissions of all clients: their events, pictures and figures. Bounded in number and
 * bytes; the oldest ones go first, but none that is under way.
 */
final class Journal implements TransmissionJournal, JournalEntry.Owner {
  /** Points of history kept. */
  static final int MAX_POINTS = 500;

  /** Entries kept if no pictures are. */
  private static final int PLAIN_ENTRIES = 12;

  private static final Set<PictureKind> FROM_RECEIVER =
      Collections.unmodifiableSet(
          EnumSet.of(
              PictureKind.PICTURE_KIND_DECODED,
              PictureKind.PICTURE_KIND_RECEIVED,
              PictureKind.PICTURE_KIND_PROVENANCE,
              PictureKind.PICTURE_KIND_MASK));

  private final int photos;
  private final long maxPictureBytes;
  private final ErrorTranslator errors;
  private final BooleanSupplier watched;
  private final Map<String, JournalEntry> entries = new LinkedHashMap<>();
  private final Deque<HistoryPoint> history = new ArrayDeque<>();
  private final Set<String> expected = new LinkedHashSet<>();
  private Set<JournalEntry> changed = new LinkedHashSet<>();
  private List<HistoryPoint> newPoints = new ArrayList<>();

  /**
   * What has changed since it was last asked for.
   *
   * @param entries entries that are still kept
   * @param points new points of history, oldest first
   */
  record Changes(List<JournalEntry> entries, List<HistoryPoint> points) {}

  /**
   * Makes an empty journal.
   *
   * @param photos entries kept with pictures; 0 keeps no pictures
   * @param maxPictureBytes bytes of all pictures
   * @param errors says what an error means
   * @param watched whether somebody is looking, for whom the receiver is asked for its pictures
   */
  Journal(int photos, long maxPictureBytes, ErrorTranslator errors, BooleanSupplier watched) {
    this.photos = photos;
    this.maxPictureBytes = maxPictureBytes;
    this.errors = errors;
    this.watched = watched;
  }

  /** Says that a request of that id is about to come, sent from the console. */
  synchronized void expect(String requestId) {
    expected.add(requestId);
  }

  /** Says that it did not come. */
  synchronized void forget(String requestId) {
    expected.remove(requestId);
  }

  @Override
  public synchronized JournalEntry begin(Accepted accepted) {
    boolean fromConsole = expected.remove(accepted.requestId());
    boolean asks = photos > 0 && (fromConsole || watched.getAsBoolean());
    KeptPictures pictures = new KeptPictures(maxPictureBytes);
    if (photos == 0) {
      pictures.drop();
    }
    JournalEntry entry =
        new JournalEntry(
            this,
            freeId(accepted.requestId()),
            fromConsole,
            accepted,
            asks ? FROM_RECEIVER : Set.of(),
            pictures);
    entries.put(entry.id(), entry);
    trimEntries();
    changed.add(entry);
    return entry;
  }

  /** A client may use an id twice, and one of dots alone means something else in an address. */
  private String freeId(String requestId) {
    String id = requestId.matches("\\.+") ? "id" + requestId : requestId;
    String free = id;
    for (int i = 2; entries.containsKey(free); i++) {
      free = id + "-" + i;
    }
    return free;
  }

  private void trimEntries() {
    int excess = entries.size() - (photos == 0 ? PLAIN_ENTRIES : photos);
    List<JournalEntry> ended = entries.values().stream().filter(JournalEntry::hasEnded).toList();
    ended.stream().limit(Math.max(0, excess)).forEach(entry -> entries.remove(entry.id()));
  }

  @Override
  public synchronized void changed(JournalEntry entry) {
    changed.add(entry);
  }

  @Override
  public synchronized void grown() {
    long held = entries.values().stream().mapToLong(entry -> entry.pictures().heldBytes()).sum();
    for (JournalEntry entry : entries.values()) {
      if (held <= maxPictureBytes) {
        return;
      }
      long bytes = entry.pictures().heldBytes();
      if (bytes > 0) {
        entry.pictures().drop();
        changed.add(entry);
        held -= bytes;
      }
    }
  }

  @Override
  public synchronized void ended(JournalEntry entry, HistoryPoint point) {
    changed.add(entry);
    newPoints.add(point);
    history.addLast(point);
    if (history.size() > MAX_POINTS) {
      history.removeFirst();
    }
    if (newPoints.size() > MAX_POINTS) {
      newPoints.remove(0);
    }
    trimEntries();
  }

  @Override
  public ErrorDetails details(Throwable error) {
    StatusRuntimeException told = errors.translate(error);
    return ErrorDetails.of(told);
  }

  /** Entries, newest first. */
  synchronized List<JournalEntry> entries() {
    List<JournalEntry> all = new ArrayList<>(entries.values());
    Collections.reverse(all);
    return all;
  }

  synchronized Optional<JournalEntry> entry(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** The last points of history, oldest first. */
  synchronized List<HistoryPoint> history() {
    return List.copyOf(history);
  }

  /** What has changed since the last call. */
  synchronized Changes takeChanges() {
    List<JournalEntry> kept =
        changed.stream().filter(entry -> entries.get(entry.id()) == entry).toList();
    Changes changes = new Changes(kept, newPoints);
    changed = new LinkedHashSet<>();
    newPoints = new ArrayList<>();
    return changes;
  }
}
