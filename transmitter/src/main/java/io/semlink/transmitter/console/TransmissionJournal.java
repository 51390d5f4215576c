package io.semlink.transmitter.console;

import java.time.Instant;
import java.util.function.Consumer;

/** Takes note of transmissions. */
@FunctionalInterface
public interface TransmissionJournal {
  /** Takes note of nothing. */
  TransmissionJournal NONE = accepted -> TransmissionObserver.NONE;

  /**
   * Begins to take note of a request that was just taken up. Must be quick: the request waits.
   *
   * @return is told what becomes of it
   */
  TransmissionObserver begin(Accepted accepted);

  /**
   * A request that was taken up.
   *
   * @param requestId identifier of the request; a client may use one twice
   * @param traceId trace it belongs to, as in the logs of all services: 32 hexadecimal digits
   * @param linkName link it goes over, empty for the channel's default
   * @param acceptedAt when its call began
   * @param cancel ends the request, if it has not ended, for the reason given
   */
  record Accepted(
      String requestId,
      String traceId,
      String linkName,
      Instant acceptedAt,
      Consumer<RuntimeException> cancel) {}
}
