package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are under way and which ended well, so that none is worked on twice: a client that
 * lost its connection may ask again under the same identifier. Safe for use by several threads.
 */
final class RequestLedger {
  /** Reports kept at most. */
  static final int MAX_REPORTS = 1024;

  /** How long a report is kept. */
  static final Duration MEMORY = Duration.ofMinutes(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Set<String> underWay = new HashSet<>();

  /** In the order in which they ended, which is that in which they are forgotten. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(
      ByteString options, ByteString photo, TransmissionReport report, Instant at) {}

  RequestLedger(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a request up.
   *
   * @param options options of a request that its client named; empty if its name was made up here,
   *     and so cannot come again
   * @throws ServiceException ALREADY_EXISTS if one of that name is under way, FAILED_PRECONDITION
   *     if one of that name with other options ended well
   */
  synchronized Claim claim(String id, Optional<TransmitOptions> options) {
    if (underWay.contains(id)) {
      throw ServiceException.alreadyExists(
          "REQUEST_UNDER_WAY", "request " + id + " is under way", RETRY_AFTER);
    }
    forgetOld();
    Optional<ByteString> digest = options.map(all -> sha256(all.toByteArray()));
    Optional<Kept> before = Optional.ofNullable(kept.get(id));
    if (before.isPresent() && !before.map(Kept::options).equals(digest)) {
      throw reused(id, "options");
    }
    underWay.add(id);
    return new Claim(id, digest, before);
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(MEMORY);
    var entries = kept.values().iterator();
    while (entries.hasNext()) {
      if (entries.next().at().isAfter(oldest) && kept.size() <= MAX_REPORTS) {
        return;
      }
      entries.remove();
    }
  }

  private synchronized void release(String id) {
    underWay.remove(id);
  }

  private synchronized void keep(String id, Kept entry) {
    kept.remove(id);
    kept.put(id, entry);
    forgetOld();
    underWay.remove(id);
  }

  /** Reports that are kept. */
  synchronized int size() {
    return kept.size();
  }

  private static ServiceException reused(String id, String what) {
    return ServiceException.failedPrecondition(
        "REQUEST_ID_REUSED",
        "request " + id + " ended well with other " + what + "; take another identifier",
        Map.of("request_id", id));
  }

  private static ByteString sha256(byte[] bytes) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A request under way; to be closed when it has ended. */
  final class Claim implements AutoCloseable {
    private final String id;
    private final Optional<ByteString> options;
    private final Optional<Kept> before;
    private ByteString photo = ByteString.EMPTY;
    private boolean over;

    private Claim(String id, Optional<ByteString> options, Optional<Kept> before) {
      this.id = id;
      this.options = options;
      this.before = before;
    }

    /** Whether this request is the same as one that ended well, as far as its options say. */
    boolean isRepeated() {
      return before.isPresent();
    }

    /**
     * Takes note of the photo.
     *
     * @return the report of the request if it ended well before
     * @throws ServiceException FAILED_PRECONDITION if that was with another photo
     */
    synchronized Optional<TransmissionReport> photo(byte[] file) {
      if (options.isEmpty()) {
        return Optional.empty();
      }
      photo = sha256(file);
      if (before.isPresent() && !before.get().photo().equals(photo)) {
        throw reused(id, "content of the photo");
      }
      return before.map(Kept::report);
    }

    /** Ends the request well: its report is kept for when it comes again. */
    synchronized void succeeded(TransmissionReport report) {
      if (!over && options.isPresent()) {
        over = true;
        keep(id, new Kept(options.get(), photo, report, clock.instant()));
      }
      close();
    }

    /** Ends the request, if it has not ended. */
    @Override
    public synchronized void close() {
      if (!over) {
        over = true;
        release(id);
      }
    }
  }
}
