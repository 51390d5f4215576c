package io.semlink.receiver;

import io.semlink.receiver.inpaint.DegradationPolicy;
import java.util.List;
import java.util.Map;

/**
 * What a receiver gives up under load, in order, as it declares it in {@code /info}. The reasons
 * are those of reports and of {@code semlink_degraded_total}, the last one that of the error.
 */
final class DegradationLadder {
  private DegradationLadder() {}

  /** The rungs, from nothing given up to everything. */
  static List<Map<String, Object>> of(ReceiverConfig config) {
    DegradationPolicy policy = config.policy();
    return List.of(
        Map.of(
            "result", "all steps",
            "when", "at most " + policy.fullUpTo() + " other pictures are being inpainted",
            "reason", ""),
        Map.of(
            "result", "at most " + policy.reducedSteps() + " steps",
            "when", "at most " + policy.reducedUpTo() + " other pictures are being inpainted",
            "reason", "fewer_steps"),
        Map.of(
            "result", "the decoded picture, not inpainted",
            "when", "more than " + policy.reducedUpTo() + " pictures are being inpainted",
            "reason", "preview_only"),
        Map.of(
            "result", "refused with RESOURCE_EXHAUSTED",
            "when",
                config.workers()
                    + " deliveries are worked on and "
                    + config.queueCapacity()
                    + " more wait",
            "reason", "QUEUE_FULL"));
  }
}
