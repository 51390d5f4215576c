package io.semlink.transmitter;

import io.semlink.chassis.ServiceException;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a transmitter may count on.
 *
 * @param rateBps payload in bit/s, more than 0
 * @param propagationDelay time from antenna to antenna, which the limit includes
 */
record UsableLink(double rateBps, Duration propagationDelay) {
  /** Limit that stands for none: more than any photo takes on any link worth the name. */
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  /** A link that carries less than this carries nothing, but the arithmetic needs a rate. */
  private static final double LEAST_RATE_BPS = 1;

  /**
   * Reads a state as known: its usable rate, or the capacity where a channel does not tell that.
   *
   * @throws ServiceException INVALID_ARGUMENT if the link carries no bits
   */
  static UsableLink of(LinkState known) {
    if (known.getModel() == LinkModel.LINK_MODEL_ANALOG) {
      throw ServiceException.invalidArgument(
          "options.link_name",
          "names '"
              + known.getLinkName()
              + "', which carries analogue symbols; photos are sent in bits, so take a link of"
              + " model CAPACITY or SYMBOLS");
    }
    boolean silent =
        known.getUsableRateBps() == 0 && known.getModel() != LinkModel.LINK_MODEL_SYMBOLS;
    double rate = silent ? known.getCapacityBps() : known.getUsableRateBps();
    return new UsableLink(
        Math.max(LEAST_RATE_BPS, rate), Times.toJava(known.getPropagationDelay()));
  }

  /**
   * What fits within a limit from the first bit sent to the last bit received.
   *
   * @throws ServiceException INVALID_ARGUMENT if the first bit takes longer than that
   */
  LinkBudget budget(Duration limit) {
    if (limit.compareTo(propagationDelay) <= 0) {
      throw ServiceException.invalidArgument(
          "options.latency_limit",
          "must be above the link's propagation delay of "
              + milliseconds(propagationDelay)
              + " ms");
    }
    return new LinkBudget(rateBps, limit.minus(propagationDelay));
  }

  /** What fits without a limit. */
  LinkBudget unlimited() {
    return new LinkBudget(rateBps, NO_LIMIT);
  }

  /** The error for a photo that does not fit, with the smallest limit that would do. */
  ServiceException infeasible(InfeasibleException e) {
    Duration smallest = e.smallestLimit().plus(propagationDelay);
    String beyond =
        propagationDelay.isZero()
            ? ""
            : "; a propagation delay of " + milliseconds(propagationDelay) + " ms comes on top";
    return ServiceException.failedPrecondition(
        "LIMIT_INFEASIBLE",
        e.getMessage() + beyond,
        Map.of("smallest_limit_ms", milliseconds(smallest)));
  }

  private static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
  }
}
