package io.semlink.launcher;

import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.SnrSchedule;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkSharing;
import io.semlink.link.v1.StateKnowledge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * Flags that describe a simulated link, or a change of one. What they have in common; the few that
 * have defaults and variables where a link is made are the subclasses'.
 */
abstract class LinkFlags {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Settings to start from, which the other flags change; ./semlink link presets lists"
              + " them.")
  private String preset = "";

  @Option(
      names = "--model",
      paramLabel = "capacity|symbols|analog",
      description =
          "What the link does with bits: carries them at the Shannon capacity of each block, or"
              + " modulates and codes them. analog carries complex symbols.")
  private @Nullable Model model;

  @Option(
      names = "--snr-ramp",
      paramLabel = "FROM:TO:DURATION[:repeat]",
      converter = SnrScheduleConverter.Ramp.class,
      description = "Mean SNR that changes linearly in dB, such as 20:0:10s, instead of --snr-db.")
  private @Nullable SnrSchedule snrRamp;

  @Option(
      names = "--snr-steps",
      paramLabel = "T:DB,T:DB...[/PERIOD]",
      converter = SnrScheduleConverter.Steps.class,
      description = "Mean SNR in steps, such as 0s:20,2s:5/4s, instead of --snr-db.")
  private @Nullable SnrSchedule snrSteps;

  @Mixin private final FadingFlags fading = new FadingFlags();

  @Option(
      names = "--propagation-delay",
      paramLabel = "DURATION",
      description = "Time from antenna to antenna, 0 to 10 s; counts against the limit.")
  private @Nullable Duration propagationDelay;

  @Option(
      names = "--sharing",
      paramLabel = "separate|fair|priority",
      description =
          "How transmissions that overlap use the link: a band each, one band in turn, or one band"
              + " by priority.")
  private @Nullable Sharing sharing;

  @Option(
      names = "--state",
      paramLabel = "perfect|delayed|noisy|absent",
      description = "How well a transmitter knows the block that it is about to use.")
  private @Nullable Knowledge state;

  @Option(
      names = "--state-delay-blocks",
      paramLabel = "N",
      description = "Blocks by which its knowledge is late; means --state delayed.")
  private @Nullable Integer stateDelayBlocks;

  @Option(
      names = "--state-delay",
      paramLabel = "DURATION",
      description =
          "The same as a time, rounded up to whole blocks, for example 20ms; means --state"
              + " delayed.")
  private @Nullable Duration stateDelay;

  @Option(
      names = "--state-error-db",
      paramLabel = "DB",
      description = "Standard deviation of its error; means --state noisy.")
  private @Nullable Double stateErrorDb;

  @Mixin private final SymbolFlags symbols = new SymbolFlags();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  enum Model {
    CAPACITY,
    SYMBOLS,
    ANALOG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Fading {
    NONE,
    RAYLEIGH,
    RICIAN,
    NAKAGAMI,
    JAKES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Sharing {
    SEPARATE,
    FAIR,
    PRIORITY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Knowledge {
    PERFECT,
    DELAYED,
    NOISY,
    ABSENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Mean SNR, if one was given. */
  abstract @Nullable Double snrDb();

  /** Bandwidth, if one was given. */
  abstract @Nullable Double bandwidthHz();

  /** Fading law, if one was given. */
  abstract @Nullable Fading fadingLaw();

  /** Whether air time passes on the clock, if that was said. */
  abstract @Nullable Boolean paced();

  /** Name of the preset to start from; empty for none. */
  String preset() {
    return preset;
  }

  /**
   * The settings that were given, and no others.
   *
   * @throws java.io.UncheckedIOException if the trace cannot be read
   */
  LinkConfig settings() {
    LinkConfig.Builder out = LinkConfig.newBuilder();
    set(model, value -> out.setModel(LinkModel.valueOf("LINK_MODEL_" + value.name())));
    snr(out);
    set(bandwidthHz(), out::setBandwidthHz);
    fading.fill(fadingLaw(), out);
    set(propagationDelay, value -> out.setPropagationDelay(Protos.duration(value)));
    set(sharing, value -> out.setSharing(LinkSharing.valueOf("LINK_SHARING_" + value.name())));
    state(out);
    symbols.fill(out);
    set(paced(), out::setPaced);
    return out.build();
  }

  private void snr(LinkConfig.Builder out) {
    ParseResult parsed = command.commandLine().getParseResult();
    long given =
        Stream.of("--snr-db", "--snr-ramp", "--snr-steps").filter(parsed::hasMatchedOption).count();
    if (given > 1) {
      throw new Failure.CommandException(
          ExitCode.USAGE, "only one of --snr-db, --snr-ramp and --snr-steps can be given");
    }
    SnrSchedule schedule = snrRamp != null ? snrRamp : snrSteps;
    if (schedule != null) {
      out.setSnrSchedule(schedule);
    } else {
      set(snrDb(), out::setSnrDb);
    }
  }

  private void state(LinkConfig.Builder out) {
    Map<String, Knowledge> implied = new LinkedHashMap<>();
    set(stateDelayBlocks, given -> implied.put("--state-delay-blocks", Knowledge.DELAYED));
    set(stateDelay, given -> implied.put("--state-delay", Knowledge.DELAYED));
    set(stateErrorDb, given -> implied.put("--state-error-db", Knowledge.NOISY));
    if (implied.size() > 1) {
      throw new Failure.CommandException(
          ExitCode.USAGE, String.join(" and ", implied.keySet()) + " do not go together");
    }
    Knowledge knowledge = state;
    for (Map.Entry<String, Knowledge> flag : implied.entrySet()) {
      if (state != null && state != flag.getValue()) {
        throw new Failure.CommandException(
            ExitCode.USAGE, flag.getKey() + " does not go with --state " + state);
      }
      knowledge = flag.getValue();
    }
    if (knowledge == null) {
      return;
    }
    StateInformationConfig.Builder known =
        out.getStateInformationBuilder()
            .setKnowledge(StateKnowledge.valueOf("STATE_KNOWLEDGE_" + knowledge.name()));
    set(stateDelayBlocks, known::setDelayBlocks);
    set(stateDelay, delay -> known.setDelay(Durations.fromNanos(delay.toNanos())));
    set(stateErrorDb, known::setErrorStddevDb);
  }

  /** Hands on a value that was given. */
  static <T> void set(@Nullable T value, Consumer<T> to) {
    if (value != null) {
      to.accept(value);
    }
  }
}
