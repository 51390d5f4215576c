package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.SchemeBits;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;

/** Requests, and what holds for every report. */
final class Requests {
  private Requests() {}

  /** Decoded and brought back, nothing painted. */
  static TransmitOptions preview() {
    return withReceiver(ReceiverOptions.newBuilder().setPreviewOnly(true).build());
  }

  /** Painted in so many steps. */
  static TransmitOptions painted(int steps) {
    return withReceiver(ReceiverOptions.newBuilder().setSteps(steps).build());
  }

  private static TransmitOptions withReceiver(ReceiverOptions receiver) {
    return TransmitOptions.newBuilder()
        .setLatencyLimit(Durations.fromMillis(30))
        .setSeed(1)
        .setReceiver(receiver)
        .addWantedPictures(PictureKind.PICTURE_KIND_RECEIVED)
        .build();
  }

  /** Asserts that a report's parts agree with each other and keep the limit. */
  static void assertSound(TransmissionReport report) {
    BitLedger bits = report.getBits();
    long parts =
        bits.getFramingBits()
            + bits.getPromptBits()
            + bits.getMaskBits()
            + bits.getHyperBits()
            + bits.getLatentBits()
            + bits.getSchemeBitsList().stream().mapToLong(SchemeBits::getBits).sum();
    assertThat(bits.getTotalBits()).isEqualTo(parts).isPositive();
    assertThat(report.getDecision().getGvif()).isBetween(0.0, 1.0);
    assertThat(report.getChannel().getOutage()).isFalse();
    assertThat(report.getChannel().getDelivery().getDeliveredBits()).isEqualTo(bits.getTotalBits());
    assertThat(Durations.toNanos(report.getAirTime()))
        .isPositive()
        .isLessThanOrEqualTo(Durations.toNanos(report.getChannel().getLatencyLimit()));
    assertThat(report.getReceiver().getReceivedCells())
        .isEqualTo(report.getDecision().getKeptCells());
  }
}
