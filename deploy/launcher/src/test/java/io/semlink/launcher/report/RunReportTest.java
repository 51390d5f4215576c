package io.semlink.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunReportTest {
  private static JsonNode json(RunReport report) throws IOException {
    return new ObjectMapper().readTree(report.json());
  }

  @Test
  void hasExactlyTheDocumentedFields() throws IOException {
    JsonNode json = json(RunReport.of(SampleReports.whole()));
    assertThat(names(json))
        .containsExactly(
            "request_id",
            "scheme",
            "caption",
            "label",
            "alpha",
            "operating_point",
            "kept_fraction",
            "gvif",
            "mask_psnr_db",
            "psnr_db",
            "bits",
            "channel",
            "latency_ms",
            "bundle",
            "seed",
            "degraded");
    assertThat(names(json.get("bits")))
        .containsExactly("framing", "prompt", "mask", "hyper", "latent", "total");
    assertThat(names(json.get("channel")))
        .containsExactly(
            "snr_db",
            "capacity_bps",
            "bandwidth_hz",
            "deadline_ms",
            "outage",
            "model",
            "usable_rate_bps",
            "margin_db",
            "bandwidth_ratio",
            "modulation",
            "code_rate",
            "harq_rounds",
            "retransmissions",
            "residual_errors");
    assertThat(names(json.get("bundle"))).containsExactly("name", "version", "fingerprint");
  }

  @Test
  void keepsFiguresAndUnits() throws IOException {
    JsonNode json = json(RunReport.of(SampleReports.whole()));
    assertThat(json.get("bits").get("total").asLong()).isEqualTo(75340);
    assertThat(json.get("channel").get("deadline_ms").asDouble()).isEqualTo(30);
    assertThat(json.get("channel").get("outage").asBoolean()).isFalse();
    assertThat(json.get("mask_psnr_db").asDouble()).isEqualTo(33.125);
    JsonNode latency = json.get("latency_ms");
    assertThat(names(latency))
        .containsExactly(
            "read", "analyse", "send", "relay", "synthesise", "inpaint", "air", "total");
    assertThat(latency.get("air").asDouble()).isCloseTo(28.5, within(1e-9));
    assertThat(latency.get("total").asDouble()).isEqualTo(2000);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    JsonNode json = json(RunReport.of(SampleReports.cut()));
    assertThat(json.get("mask_psnr_db").isNull()).isTrue();
    assertThat(json.get("degraded").get(0).get("reason").asText()).isEqualTo("delivery_cut");
    assertThat(json.get("degraded").get(0).get("service").asText()).isEqualTo("channel");
  }

  @Test
  void saysHowSymbolsWereCodedAndWhatThePathAdded() throws IOException {
    JsonNode json = json(RunReport.of(SampleReports.symbols()));
    JsonNode channel = json.get("channel");
    assertThat(channel.get("model").asText()).isEqualTo("symbols");
    assertThat(channel.get("usable_rate_bps").asDouble()).isEqualTo(1.5e6);
    assertThat(channel.get("margin_db").asDouble()).isEqualTo(2);
    assertThat(channel.get("modulation").asText()).isEqualTo("16-QAM");
    assertThat(channel.get("code_rate").asDouble()).isEqualTo(0.478);
    assertThat(channel.get("harq_rounds").asInt()).isEqualTo(2);
    assertThat(channel.get("retransmissions").asInt()).isEqualTo(3);
    assertThat(channel.get("residual_errors").asInt()).isZero();
    JsonNode latency = json.get("latency_ms");
    assertThat(latency.get("queue").asDouble()).isEqualTo(4);
    assertThat(latency.get("propagation").asDouble()).isEqualTo(1.5);
    JsonNode plain = json(RunReport.of(SampleReports.whole())).get("channel");
    assertThat(plain.get("model").asText()).isEqualTo("capacity");
    assertThat(plain.get("modulation").isNull()).isTrue();
    assertThat(plain.get("residual_errors").isNull()).isTrue();
  }

  @Test
  void filesOfOtherCodersHaveNoGvif() throws IOException {
    JsonNode json = json(RunReport.of(SampleReports.pictureFile()));
    assertThat(json.get("gvif").isNull()).isTrue();
    assertThat(json.get("scheme").asText()).isEqualTo("JPEG2000");
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
