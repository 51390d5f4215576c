package io.semlink.transmitter;

import io.semlink.chassis.SemlinkMetrics;
import io.semlink.chassis.Telemetry;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.SchemeBits;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.TransmissionReport;
import java.util.Locale;

/**
 * Feeds a finished report into the metrics. The channel counts air time and outages, the receiver
 * what it degraded itself, so no figure is counted by two services.
 */
final class TransmitterMetrics {
  private static final String REASON_PREFIX = "DEGRADATION_REASON_";

  private static final double SNR_BAND_DB = 5;
  private static final double LOWEST_BAND_DB = -10;
  private static final double HIGHEST_BAND_DB = 30;

  private final Telemetry telemetry;

  /** Records into the metrics of a service. */
  TransmitterMetrics(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Records one report. */
  void record(TransmissionReport report) {
    BitLedger bits = report.getBits();
    bits("framing", bits.getFramingBits());
    bits("prompt", bits.getPromptBits());
    bits("mask", bits.getMaskBits());
    bits("hyper", bits.getHyperBits());
    bits("latent", bits.getLatentBits());
    for (SchemeBits part : bits.getSchemeBitsList()) {
      bits(part.getKind(), part.getBits());
    }
    Decision decision = report.getDecision();
    if (!decision.getPictureFile()) {
      telemetry.observe(
          SemlinkMetrics.GVIF, decision.getGvif(), snrFromDb(report.getChannel().getSnrDb()));
    }
    if (decision.getKeptCells() > 0 && !decision.getPictureFile()) {
      telemetry.observe(SemlinkMetrics.ALPHA, decision.getAlpha());
      telemetry.observe(SemlinkMetrics.OPERATING_POINT, decision.getOperatingPoint());
    }
    for (Degradation degradation : report.getDegradedList()) {
      if (degradation.getService() != ServiceRole.SERVICE_ROLE_RECEIVER) {
        SemlinkMetrics.DEGRADED.counter(telemetry.registry(), label(degradation)).increment();
      }
    }
  }

  private void bits(String segment, long bits) {
    SemlinkMetrics.BYTES
        .counter(telemetry.registry(), segment)
        .increment((double) bits / Byte.SIZE);
  }

  /** Lower end of a band of 5 dB; all below -5 dB and all from 30 dB on are one band each. */
  static String snrFromDb(double snrDb) {
    double from = SNR_BAND_DB * Math.floor(snrDb / SNR_BAND_DB);
    return Long.toString(Math.round(Math.max(LOWEST_BAND_DB, Math.min(from, HIGHEST_BAND_DB))));
  }

  private static String label(Degradation degradation) {
    return degradation
        .getReason()
        .name()
        .substring(REASON_PREFIX.length())
        .toLowerCase(Locale.ROOT);
  }
}
