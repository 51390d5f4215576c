package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.chassis.Telemetry;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.TransmissionReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransmitterMetricsTest {
  @Test
  void filesOfOtherCodersHaveNoGvifThresholdOrPoint() {
    try (Telemetry telemetry = Telemetry.create("transmitter")) {
      TransmitterMetrics metrics = new TransmitterMetrics(telemetry);
      Decision.Builder decision = Decision.newBuilder().setKeptCells(950).setTotalCells(950);
      TransmissionReport.Builder report = TransmissionReport.newBuilder();
      report.getBitsBuilder().setLatentBits(60_000);

      metrics.record(report.setDecision(decision.setGvif(0.5).setOperatingPoint(9)).build());
      metrics.record(
          report
              .setDecision(decision.clearGvif().clearOperatingPoint().setPictureFile(true))
              .build());

      assertThat(telemetry.scrape())
          .contains("semlink_bytes_total{segment=\"latent\"} 15000")
          .contains("semlink_gvif_ratio_count{snr_from_db=\"0\"} 1")
          .contains("semlink_alpha_ratio_count 1")
          .contains("semlink_operating_point_count 1");
    }
  }

  @ParameterizedTest
  @CsvSource({"-80,-10", "-5.1,-10", "-5,-5", "-0.1,-5", "0,0", "4.99,0", "6,5", "30,30", "70,30"})
  void gvifIsCountedByBandsOfSnr(double snrDb, String band) {
    assertThat(TransmitterMetrics.snrFromDb(snrDb)).isEqualTo(band);
  }
}
