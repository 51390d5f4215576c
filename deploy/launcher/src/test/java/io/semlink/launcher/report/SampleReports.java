package io.semlink.launcher.report;

import com.google.protobuf.Duration;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.LabelScore;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;

/** Reports with invented figures, for tests of their presentation only. */
final class SampleReports {
  private SampleReports() {}

  static TransmissionReport whole() {
    return TransmissionReport.newBuilder()
        .setRequestId("r-1")
        .setDecision(
            Decision.newBuilder()
                .setScheme("CIE")
                .setCaption("a photo of an espresso")
                .setLabel("espresso")
                .addLabels(LabelScore.newBuilder().setName("espresso").setProbability(0.62))
                .setAlpha(0.25)
                .setOperatingPoint(11)
                .setControl(ControlMode.CONTROL_MODE_EXACT)
                .setKeptCells(384)
                .setTotalCells(950)
                .setKeptFraction(384 / 950.0)
                .setGvif(0.5)
                .setBudgetBits(82451)
                .setWidthPx(600)
                .setHeightPx(400))
        .setBits(
            BitLedger.newBuilder()
                .setFramingBits(420)
                .setPromptBits(380)
                .setMaskBits(640)
                .setHyperBits(3900)
                .setLatentBits(70000)
                .setTotalBits(75340))
        .setChannel(
            ChannelReport.newBuilder()
                .setLinkName("default")
                .setSnrDb(6)
                .setCapacityBps(2316400)
                .setBandwidthHz(1e6)
                .setLatencyLimit(millis(30))
                .setDelivery(Delivery.newBuilder().setAirTime(millis(28.5))))
        .setMaskPsnrDb(33.125)
        .setPsnrDb(21.5)
        .addStages(stage(ServiceRole.SERVICE_ROLE_TRANSMITTER, "read", 15))
        .addStages(stage(ServiceRole.SERVICE_ROLE_TRANSMITTER, "analyse", 250))
        .addStages(stage(ServiceRole.SERVICE_ROLE_TRANSMITTER, "send", 2))
        .addStages(stage(ServiceRole.SERVICE_ROLE_CHANNEL, "relay", 4))
        .addStages(stage(ServiceRole.SERVICE_ROLE_RECEIVER, "synthesise", 300))
        .addStages(stage(ServiceRole.SERVICE_ROLE_RECEIVER, "inpaint", 1400))
        .setAirTime(millis(28.5))
        .setTotalTime(millis(2000))
        .setBundle(BundleIdentity.newBuilder().setName("compact").setVersion("0.1.0"))
        .setSeed(7)
        .build();
  }

  /** A photo that went as the file of another coder. */
  static TransmissionReport pictureFile() {
    TransmissionReport.Builder report = whole().toBuilder();
    report
        .getDecisionBuilder()
        .setScheme("JPEG2000")
        .setPictureFile(true)
        .clearCaption()
        .clearLabel()
        .clearLabels()
        .clearAlpha()
        .clearOperatingPoint()
        .clearGvif()
        .setKeptCells(950)
        .setKeptFraction(1);
    return report.build();
  }

  /** A photo that went over a link with symbols, which it had to wait for. */
  static TransmissionReport symbols() {
    TransmissionReport.Builder report = whole().toBuilder();
    report
        .getChannelBuilder()
        .setTrueState(LinkState.newBuilder().setModel(LinkModel.LINK_MODEL_SYMBOLS))
        .setKnownState(LinkState.newBuilder().setUsableRateBps(1.5e6).setMarginDb(2))
        .setBandwidthRatio(25000 / (3.0 * 600 * 400))
        .getDeliveryBuilder()
        .setChannelUses(25000)
        .setQueueingTime(millis(4))
        .addSegments(SegmentDelivery.newBuilder().setPropagationDelay(millis(1.5)))
        .setCoding(
            CodingAccount.newBuilder()
                .setBitsPerSymbol(4)
                .setCodeRate(0.478)
                .setTransportBlocks(40)
                .setFirstTryErrors(3)
                .setRounds(2)
                .setRetransmissions(3));
    return report.build();
  }

  static TransmissionReport cut() {
    TransmissionReport.Builder report = whole().toBuilder();
    report.getChannelBuilder().setOutage(true);
    return report
        .clearMaskPsnrDb()
        .addDegraded(
            Degradation.newBuilder()
                .setReason(DegradationReason.DEGRADATION_REASON_DELIVERY_CUT)
                .setService(ServiceRole.SERVICE_ROLE_CHANNEL)
                .setDetail("3 of 6 latent layers arrived"))
        .build();
  }

  private static StageTime stage(ServiceRole service, String name, double milliseconds) {
    return StageTime.newBuilder()
        .setService(service)
        .setStage(name)
        .setDuration(millis(milliseconds))
        .build();
  }

  private static Duration millis(double value) {
    long nanos = Math.round(value * 1e6);
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
