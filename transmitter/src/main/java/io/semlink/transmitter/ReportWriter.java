package io.semlink.transmitter;

import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.chassis.StageTimer;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts together what the three services have to say about one transmission. */
final class ReportWriter {
  private final PhotoRequest request;
  private final BundleIdentity bundle;

  /** Starts a report. */
  ReportWriter(PhotoRequest request, BundleIdentity bundle) {
    this.request = request;
    this.bundle = bundle;
  }

  /**
   * Writes the report.
   *
   * @param attempts attempts it took
   * @param totalTime from the first byte of the request to the last stage of any service
   */
  TransmissionReport write(Arrival arrival, Quality quality, int attempts, Duration totalTime) {
    CodedPhoto coded = arrival.coded();
    RelayCompleted completed = arrival.completed();
    ReceiverReport receiver = arrival.receiver();
    TransmissionReport.Builder report =
        TransmissionReport.newBuilder()
            .setRequestId(request.id())
            .setAcceptedAt(Times.toProto(request.acceptedAt()))
            .setDecision(coded.decision())
            .setBits(coded.bits())
            .setChannel(channel(coded.decision(), arrival.opened(), completed))
            .setReceiver(receiver)
            .setAirTime(completed.getDelivery().getAirTime())
            .setBundle(bundle)
            .setSeed(options().seed())
            .setAttempts(attempts)
            .addAllDegraded(degraded(coded, completed.getDelivery(), receiver, quality));
    quality.maskPsnrDb().ifPresent(report::setMaskPsnrDb);
    quality.psnrDb().ifPresent(report::setPsnrDb);
    request.stages().records().forEach(record -> report.addStages(stage(record)));
    report.addStages(relayStage(completed));
    report.addAllStages(receiver.getStagesList());
    return report.setTotalTime(Times.toProto(totalTime)).build();
  }

  private RequestOptions options() {
    return request.options();
  }

  /** A stage of this service. */
  static StageTime stage(StageTimer.StageRecord entry) {
    return StageTime.newBuilder()
        .setService(ServiceRole.SERVICE_ROLE_TRANSMITTER)
        .setStage(entry.stage())
        .setDuration(Times.toProto(entry.duration()))
        .setStartedAfter(Times.toProto(entry.startedAfter()))
        .build();
  }

  /** The channel's stage. */
  static StageTime relayStage(RelayCompleted completed) {
    return StageTime.newBuilder()
        .setService(ServiceRole.SERVICE_ROLE_CHANNEL)
        .setStage("relay")
        .setDuration(completed.getRelayTime())
        .build();
  }

  private ChannelReport channel(Decision decision, RelayOpened opened, RelayCompleted completed) {
    LinkState state = completed.getTrueState();
    ChannelReport.Builder out =
        ChannelReport.newBuilder()
            .setLinkName(state.getLinkName())
            .setSnrDb(state.getSnrDb())
            .setCapacityBps(state.getCapacityBps())
            .setBandwidthHz(state.getBandwidthHz())
            .setOutage(completed.getDelivery().getOutage())
            .setKnownState(opened.getKnownState())
            .setTrueState(state)
            .setDelivery(completed.getDelivery())
            .setBandwidthRatio(
                completed.getDelivery().getChannelUses()
                    / (3.0 * decision.getHeightPx() * decision.getWidthPx()));
    options().latencyLimit().map(Times::toProto).ifPresent(out::setLatencyLimit);
    return out.build();
  }

  private List<Degradation> degraded(
      CodedPhoto coded, Delivery delivery, ReceiverReport receiver, Quality quality) {
    List<Degradation> all = new ArrayList<>();
    if (!coded.decision().getScheme().equals(options().scheme())) {
      all.add(
          degradation(
              DegradationReason.DEGRADATION_REASON_TEXT_ONLY,
              ServiceRole.SERVICE_ROLE_TRANSMITTER,
              String.format(
                  Locale.ROOT,
                  "nothing but the caption fits into %.0f bits",
                  coded.decision().getBudgetBits())));
    }
    if (options().control() == ControlMode.CONTROL_MODE_EXACT
        && options().maxAlpha().isEmpty()
        && coded.decision().getScheme().equals(Schemes.CIE)
        && coded.decision().getAlpha() > ControlOptions.DEFAULT.maxAlpha()) {
      all.add(
          degradation(
              DegradationReason.DEGRADATION_REASON_ABOVE_MAX_ALPHA,
              ServiceRole.SERVICE_ROLE_TRANSMITTER,
              String.format(
                  Locale.ROOT,
                  "nothing fits into %.0f bits with a threshold of at most %.1f; %.3f was taken",
                  coded.decision().getBudgetBits(),
                  ControlOptions.DEFAULT.maxAlpha(),
                  coded.decision().getAlpha())));
    }
    quality.maskPsnrDb().stream()
        .filter(db -> db < options().minMaskPsnrDb())
        .forEach(
            db ->
                all.add(
                    degradation(
                        DegradationReason.DEGRADATION_REASON_BELOW_QUALITY_FLOOR,
                        ServiceRole.SERVICE_ROLE_TRANSMITTER,
                        String.format(
                            Locale.ROOT,
                            "%.2f dB inside the kept region, %.2f dB were asked for",
                            db,
                            options().minMaskPsnrDb()))));
    boolean told = receiver.getDegradedList().stream().anyMatch(ReportWriter::isCut);
    if (delivery.getCut() && !told) {
      all.add(
          degradation(
              DegradationReason.DEGRADATION_REASON_DELIVERY_CUT,
              ServiceRole.SERVICE_ROLE_CHANNEL,
              cutDetail(delivery)));
    }
    for (Degradation one : receiver.getDegradedList()) {
      // The receiver sees what is missing, not why.
      all.add(
          isCut(one) && delivery.getCut()
              ? one.toBuilder().setDetail(one.getDetail() + "; " + cutDetail(delivery)).build()
              : one);
    }
    return all;
  }

  private static boolean isCut(Degradation degradation) {
    return degradation.getReason() == DegradationReason.DEGRADATION_REASON_DELIVERY_CUT;
  }

  /** What arrived, and whether the limit or errors kept the rest. */
  private static String cutDetail(Delivery delivery) {
    String arrived =
        String.format(
            Locale.ROOT,
            "%d of %d bits arrived in %.2f ms",
            delivery.getDeliveredBits(),
            delivery.getSentBits(),
            Times.toJava(delivery.getAirTime()).toNanos() / 1e6);
    CodingAccount coding = delivery.getCoding();
    if (coding.getResidualErrors() == 0) {
      return arrived + ": the limit cut the rest";
    }
    return String.format(
        Locale.ROOT,
        "%s: %d of %d coded blocks had errors left after up to %d rounds",
        arrived,
        coding.getResidualErrors(),
        coding.getTransportBlocks(),
        coding.getRounds());
  }

  private static Degradation degradation(
      DegradationReason reason, ServiceRole service, String detail) {
    return Degradation.newBuilder().setReason(reason).setService(service).setDetail(detail).build();
  }
}
