package io.semlink.launcher.link;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.SnrRamp;
import io.semlink.channel.v1.SnrStep;
import io.semlink.channel.v1.SnrSteps;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.channel.v1.SymbolConfig;
import io.semlink.launcher.report.CodingWords;
import io.semlink.launcher.report.Figures;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkSharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Settings of a link in words. */
final class LinkWords {
  private LinkWords() {}

  static String model(LinkConfig config) {
    return switch (config.getModel()) {
      case LINK_MODEL_SYMBOLS -> "symbols";
      case LINK_MODEL_ANALOG -> "analog";
      default -> "capacity";
    };
  }

  static String snr(LinkConfig config) {
    if (!config.hasSnrSchedule()) {
      return Figures.significant(config.getSnrDb()) + " dB";
    }
    return config.getSnrSchedule().hasRamp()
        ? ramp(config.getSnrSchedule().getRamp())
        : steps(config.getSnrSchedule().getSteps());
  }

  private static String ramp(SnrRamp ramp) {
    return Figures.significant(ramp.getFromDb())
        + " to "
        + Figures.significant(ramp.getToDb())
        + " dB in "
        + Figures.limit(ramp.getDuration())
        + (ramp.getRepeat() ? ", again and again" : "");
  }

  private static String steps(SnrSteps steps) {
    List<SnrStep> all = steps.getStepsList();
    String shown =
        all.stream()
            .limit(3)
            .map(s -> Figures.significant(s.getSnrDb()) + " dB from " + time(s.getStart()))
            .collect(Collectors.joining(", "));
    return shown
        + (all.size() > 3 ? ", … (" + all.size() + " steps)" : "")
        + (steps.hasPeriod() ? ", every " + time(steps.getPeriod()) : "");
  }

  static String fading(LinkConfig config) {
    if (config.hasRecording()) {
      return "recording of " + Figures.count(config.getRecording().getBlockCount()) + " blocks";
    }
    FadingConfig fading = config.getFading();
    String factor =
        fading.hasRicianKDb() ? ", K = " + Figures.significant(fading.getRicianKDb()) + " dB" : "";
    String law =
        switch (fading.getModel()) {
          case FADING_MODEL_RAYLEIGH -> "Rayleigh";
          case FADING_MODEL_RICIAN -> "Rician" + factor;
          case FADING_MODEL_NAKAGAMI ->
              "Nakagami, m = " + Figures.significant(fading.getNakagamiM());
          case FADING_MODEL_JAKES -> "Jakes, " + Figures.si(fading.getDopplerHz(), "Hz") + factor;
          case FADING_MODEL_TRACE ->
              "trace of " + Figures.count(fading.getTrace().getBlockCount()) + " samples";
          default -> "none";
        };
    return fading.getShadowingStddevDb() > 0
        ? law
            + ", shadowing "
            + Figures.significant(fading.getShadowingStddevDb())
            + " dB over "
            + time(
                fading.hasShadowingDecorrelationTime()
                    ? fading.getShadowingDecorrelationTime()
                    : Durations.fromSeconds(1))
        : law;
  }

  static String state(LinkConfig config) {
    StateInformationConfig state = config.getStateInformation();
    return switch (state.getKnowledge()) {
      case STATE_KNOWLEDGE_DELAYED ->
          state.getDelayBlocks() == 1
              ? "1 block late"
              : Figures.count(state.getDelayBlocks()) + " blocks late";
      case STATE_KNOWLEDGE_NOISY ->
          "error of " + Figures.significant(state.getErrorStddevDb()) + " dB";
      case STATE_KNOWLEDGE_ABSENT -> "the mean alone";
      default -> "perfect";
    };
  }

  static String sharing(LinkConfig config) {
    return config.getSharing() == LinkSharing.LINK_SHARING_UNSPECIFIED
        ? "separate"
        : config.getSharing().name().replace("LINK_SHARING_", "").toLowerCase(Locale.ROOT);
  }

  /** Modulation and coding; empty for links that do neither. */
  static String coding(LinkConfig config) {
    if (config.getModel() != LinkModel.LINK_MODEL_SYMBOLS) {
      return "";
    }
    SymbolConfig symbols = config.getSymbols();
    List<String> parts = new ArrayList<>();
    parts.add(
        symbols.hasCodingIndex()
            ? "entry " + symbols.getCodingIndex() + " of the table"
            : "up to "
                + CodingWords.modulation(
                    symbols.getBitsPerSymbol() == 0 ? 8 : symbols.getBitsPerSymbol()));
    if (symbols.hasTargetBlockErrorRate()) {
      parts.add(Figures.percent(symbols.getTargetBlockErrorRate()) + " block errors");
    }
    if (symbols.hasHarqRounds()) {
      parts.add(
          symbols.getHarqRounds() == 1
              ? "1 round"
              : "up to " + symbols.getHarqRounds() + " rounds");
    }
    if (symbols.hasHarqRoundTrip()) {
      parts.add(time(symbols.getHarqRoundTrip()) + " round trip");
    }
    if (symbols.hasDecoderIterations()) {
      parts.add(symbols.getDecoderIterations() + " iterations");
    }
    return String.join(", ", parts);
  }

  static String block(LinkConfig config) {
    return time(config.getFading().getCoherenceTime());
  }

  static String time(Duration duration) {
    return Figures.limit(duration);
  }
}
