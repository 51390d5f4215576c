package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.Decided;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one transmission that ended. What is not known of one that failed is null.
 *
 * @param at when it ended
 * @param id of the photo
 * @param outcome how it ended
 * @param gvif GVIF of what was sent, in [0, 1]; like the two that follow null without latents
 * @param snrDb receive SNR of the block, as it was or, of one that failed, as it was known
 * @param alpha filtering threshold, in [0, 1]
 * @param operatingPoint operating point of the codec
 * @param totalMs from the first byte of the request to the end
 * @param airMs time on the air
 * @param deadlineMs limit on the time on the air; null if there was none
 * @param outage whether part of what was sent did not arrive
 */
record HistoryPoint(
    Instant at,
    String id,
    PhotoState outcome,
    @Nullable Double gvif,
    @Nullable Double snrDb,
    @Nullable Double alpha,
    @Nullable Integer operatingPoint,
    double totalMs,
    @Nullable Double airMs,
    @Nullable Double deadlineMs,
    boolean outage) {

  /** Of a transmission that ended with a report. */
  static HistoryPoint of(Instant at, String id, TransmissionReport report) {
    Decision decision = report.getDecision();
    ChannelReport channel = report.getChannel();
    return new HistoryPoint(
        at,
        id,
        PhotoState.DONE,
        gvif(decision),
        blockSnrDb(channel.getTrueState()),
        alpha(decision),
        operatingPoint(decision),
        ConsoleJson.milliseconds(report.getTotalTime()),
        ConsoleJson.milliseconds(report.getAirTime()),
        channel.hasLatencyLimit() ? ConsoleJson.milliseconds(channel.getLatencyLimit()) : null,
        channel.getOutage());
  }

  /** Of a transmission that ended otherwise, with what was decided before, if anything was. */
  static HistoryPoint of(
      Instant at, String id, PhotoState outcome, @Nullable Decided decided, Duration total) {
    double totalMs = total.toNanos() / 1e6;
    if (decided == null) {
      return new HistoryPoint(at, id, outcome, null, null, null, null, totalMs, null, null, false);
    }
    Decision decision = decided.getDecision();
    return new HistoryPoint(
        at,
        id,
        outcome,
        gvif(decision),
        blockSnrDb(decided.getKnownState()),
        alpha(decision),
        operatingPoint(decision),
        totalMs,
        null,
        null,
        false);
  }

  /** Whether there are latents: other coders' files and captions alone have none. */
  private static boolean hasLatents(Decision decision) {
    return !decision.getPictureFile() && decision.getTotalCells() > 0;
  }

  private static @Nullable Double gvif(Decision decision) {
    return hasLatents(decision) ? (Double) decision.getGvif() : null;
  }

  private static @Nullable Double alpha(Decision decision) {
    return hasLatents(decision) ? (Double) decision.getAlpha() : null;
  }

  private static @Nullable Integer operatingPoint(Decision decision) {
    return hasLatents(decision) ? (Integer) decision.getOperatingPoint() : null;
  }

  private static double blockSnrDb(LinkState state) {
    return state.getBlockSnrDb();
  }

  ObjectNode json() {
    ObjectNode node = ConsoleJson.object();
    node.put("at", at.toString());
    node.put("id", id);
    node.put("gvif", gvif);
    node.put("snr_db", snrDb);
    node.put("alpha", alpha);
    node.put("operating_point", operatingPoint);
    node.put("total_ms", totalMs);
    node.put("air_ms", airMs);
    node.put("deadline_ms", deadlineMs);
    node.put("outage", outage);
    node.put("outcome", outcome.word());
    return node;
  }
}
