package io.semlink.chassis;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a peer is.
 *
 * @param name of the peer, for example {@code channel}
 * @param target where it is, {@code host:port}
 * @param up whether it answered the last health check and serves
 * @param breakerState {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
 * @param detail why it is not up, in a sentence; empty if it is
 * @param checkedAt when the last health check ended; empty before the first
 */
public record PeerHealth(
    String name,
    String target,
    boolean up,
    String breakerState,
    String detail,
    Optional<Instant> checkedAt) {

  /** The same as {@code /info} shows it. */
  public Map<String, Object> info() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("target", target);
    fields.put("up", up);
    fields.put("breaker", breakerState);
    fields.put("detail", detail);
    fields.put("checked_at", checkedAt.map(Instant::toString).orElse(""));
    return fields;
  }
}
