package io.semlink.launcher.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Duration;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report as written to {@code report.json}. Names and units are stable; see {@code
 * docs/cli.md}.
 *
 * @param requestId identifier, the same in all three services
 * @param scheme how the photo was coded
 * @param caption text that travelled, empty if none did
 * @param label label whose importance decided, empty if none was needed
 * @param alpha filtering threshold in [0, 1]
 * @param operatingPoint index, 0 = coarsest
 * @param keptFraction share of the cells that were sent, in [0, 1]
 * @param gvif generative visual information fidelity of what was sent, in [0, 1]; null if the
 *     scheme has none
 * @param maskPsnrDb PSNR of the received cells in dB, null if none were received
 * @param psnrDb PSNR of the final picture in dB, null if it was not measured
 * @param bits where every transmitted bit went
 * @param channel what the link was like
 * @param latencyMs milliseconds of every stage in order, then {@code queue} (part of the air time)
 *     and {@code propagation} where there were any, {@code air}, and {@code total}
 * @param bundle models of the transmitter
 * @param seed seed of the request
 * @param degraded in what the result is less than asked; empty if in nothing
 */
public record RunReport(
    String requestId,
    String scheme,
    String caption,
    String label,
    double alpha,
    int operatingPoint,
    double keptFraction,
    @Nullable Double gvif,
    @Nullable Double maskPsnrDb,
    @Nullable Double psnrDb,
    Bits bits,
    Channel channel,
    Map<String, Double> latencyMs,
    Models bundle,
    long seed,
    List<Shortfall> degraded) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Bits by segment kind; {@code total} is their sum. */
  public record Bits(long framing, long prompt, long mask, long hyper, long latent, long total) {}

  /**
   * The link.
   *
   * @param snrDb mean receive SNR in dB
   * @param capacityBps true capacity of the block in bit/s
   * @param bandwidthHz bandwidth in Hz
   * @param deadlineMs limit on the time on the air, null if there was none
   * @param outage whether part of what was sent did not arrive
   * @param model what the link does with bits: {@code capacity} or {@code symbols}
   * @param usableRateBps rate that the transmitter counted on, in bit/s
   * @param marginDb margin that it kept from the SNR as known, in dB
   * @param bandwidthRatio complex symbols used per sample of the photo, 3 x height x width
   * @param modulation name of the modulation, such as {@code 16-QAM}; null, like all below, if the
   *     link neither modulates nor codes
   * @param codeRate rate of the code at the first try, in (0, 1)
   * @param harqRounds rounds of the coded block that needed most
   * @param retransmissions rounds after the first, of all coded blocks together
   * @param residualErrors coded blocks that had errors after all rounds
   */
  public record Channel(
      double snrDb,
      double capacityBps,
      double bandwidthHz,
      @Nullable Double deadlineMs,
      boolean outage,
      String model,
      double usableRateBps,
      double marginDb,
      double bandwidthRatio,
      @Nullable String modulation,
      @Nullable Double codeRate,
      @Nullable Integer harqRounds,
      @Nullable Integer retransmissions,
      @Nullable Integer residualErrors) {}

  /** Identity of a bundle. */
  public record Models(String name, String version, String fingerprint) {}

  /** One thing in which the result is less than asked, and the service that decided it. */
  public record Shortfall(String reason, String service, String detail) {}

  /** The report of a transmission. */
  public static RunReport of(TransmissionReport report) {
    Decision decision = report.getDecision();
    return new RunReport(
        report.getRequestId(),
        decision.getScheme(),
        decision.getCaption(),
        decision.getLabel(),
        decision.getAlpha(),
        decision.getOperatingPoint(),
        decision.getKeptFraction(),
        decision.getPictureFile() ? null : decision.getGvif(),
        report.hasMaskPsnrDb() ? report.getMaskPsnrDb() : null,
        report.hasPsnrDb() ? report.getPsnrDb() : null,
        bits(report.getBits()),
        channel(report.getChannel()),
        latencies(report),
        new Models(
            report.getBundle().getName(),
            report.getBundle().getVersion(),
            report.getBundle().getFingerprint()),
        report.getSeed(),
        report.getDegradedList().stream().map(RunReport::shortfall).toList());
  }

  private static Bits bits(BitLedger bits) {
    return new Bits(
        bits.getFramingBits(),
        bits.getPromptBits(),
        bits.getMaskBits(),
        bits.getHyperBits(),
        bits.getLatentBits(),
        bits.getTotalBits());
  }

  private static Channel channel(ChannelReport channel) {
    LinkModel model = channel.getTrueState().getModel();
    @Nullable CodingAccount coding =
        channel.getDelivery().hasCoding() ? channel.getDelivery().getCoding() : null;
    return new Channel(
        channel.getSnrDb(),
        channel.getCapacityBps(),
        channel.getBandwidthHz(),
        channel.hasLatencyLimit() ? milliseconds(channel.getLatencyLimit()) : null,
        channel.getOutage(),
        model == LinkModel.LINK_MODEL_UNSPECIFIED ? "capacity" : lower(model.name(), "LINK_MODEL_"),
        channel.getKnownState().getUsableRateBps(),
        channel.getKnownState().getMarginDb(),
        channel.getBandwidthRatio(),
        coding == null ? null : CodingWords.modulation(coding.getBitsPerSymbol()),
        coding == null ? null : coding.getCodeRate(),
        coding == null ? null : coding.getRounds(),
        coding == null ? null : coding.getRetransmissions(),
        coding == null ? null : coding.getResidualErrors());
  }

  private static Map<String, Double> latencies(TransmissionReport report) {
    Map<String, Double> latencies = new LinkedHashMap<>();
    for (StageTime stage : report.getStagesList()) {
      latencies.merge(stage.getStage(), milliseconds(stage.getDuration()), Double::sum);
    }
    Waterfall.queueing(report)
        .ifPresent(time -> latencies.merge("queue", milliseconds(time), Double::sum));
    Waterfall.propagation(report)
        .ifPresent(time -> latencies.merge("propagation", milliseconds(time), Double::sum));
    latencies.put("air", milliseconds(report.getAirTime()));
    latencies.put("total", milliseconds(report.getTotalTime()));
    return latencies;
  }

  private static Shortfall shortfall(Degradation degradation) {
    return new Shortfall(
        lower(degradation.getReason().name(), "DEGRADATION_REASON_"),
        lower(degradation.getService().name(), "SERVICE_ROLE_"),
        degradation.getDetail());
  }

  static String lower(String name, String prefix) {
    return name.substring(name.startsWith(prefix) ? prefix.length() : 0).toLowerCase(Locale.ROOT);
  }

  static double milliseconds(Duration duration) {
    return duration.getSeconds() * 1e3 + duration.getNanos() / 1e6;
  }

  /** JSON text, indented, without a line break at its end. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
