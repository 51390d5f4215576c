package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of another service.
 *
 * @param name {@code channel} or {@code receiver}
 * @param target where it is, {@code HOST:PORT}; empty if not known
 * @param up whether it answers; null if not known
 * @param breaker state of the breaker to it; empty if not known
 * @param detail what is wrong, empty if nothing is
 * @param checkedAt when that was found out; null if never
 */
record PeerView(
    String name,
    String target,
    @Nullable Boolean up,
    String breaker,
    String detail,
    @Nullable Instant checkedAt) {
  /** The same but for when it was found out. */
  PeerView timeless() {
    return new PeerView(name, target, up, breaker, detail, null);
  }

  ObjectNode json() {
    ObjectNode node = ConsoleJson.object();
    node.put("name", name);
    node.put("target", target);
    node.put("state", up == null ? "unknown" : up ? "up" : "down");
    node.put("breaker", breaker);
    node.put("detail", detail);
    node.put("checked_at", checkedAt == null ? null : checkedAt.toString());
    return node;
  }
}
