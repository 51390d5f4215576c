package io.semlink.channel.link;

import io.semlink.channel.air.CapacityModel;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Everything that defines a link: two links of equal configuration behave alike to the last bit.
 *
 * @param name 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit
 * @param model how messages get across
 * @param bandwidthHz bandwidth in Hz, 1 to 1e11
 * @param snr mean receive SNR (Es/N0) in time
 * @param fading law of the block gains
 * @param coherenceTime length of a block, 100 microseconds to 1 hour
 * @param propagationDelay time from antenna to antenna, 0 to 10 s; it counts against the limit
 * @param sharing how transmissions that overlap use the link
 * @param pacing whether air time passes on the wall clock
 * @param stateInformation what transmitters are told
 * @param seed seed of everything random
 * @param recording what is played back in place of SNR, bandwidth, block lengths and gains
 */
public record LinkConfig(
    String name,
    LinkModel model,
    double bandwidthHz,
    SnrSchedule snr,
    FadingLaw fading,
    Duration coherenceTime,
    Duration propagationDelay,
    Sharing sharing,
    Pacing pacing,
    StateInformation stateInformation,
    long seed,
    Optional<Recording> recording) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  static final double MIN_BANDWIDTH_HZ = 1.0;
  static final double MAX_BANDWIDTH_HZ = 1e11;
  static final Duration MIN_COHERENCE_TIME = Duration.ofNanos(100_000);
  static final Duration MAX_COHERENCE_TIME = Duration.ofHours(1);
  private static final Duration MAX_PROPAGATION_DELAY = Duration.ofSeconds(10);

  /**
   * Checks the ranges.
   *
   * @throws InvalidLinkException if a value is outside its range, naming the field
   */
  public LinkConfig {
    require(NAME.matcher(name).matches(), "name", "must match " + NAME + ", but is '" + name + "'");
    require(
        bandwidthHz >= MIN_BANDWIDTH_HZ && bandwidthHz <= MAX_BANDWIDTH_HZ,
        "bandwidth_hz",
        "must be %s to %s, but is %s".formatted(MIN_BANDWIDTH_HZ, MAX_BANDWIDTH_HZ, bandwidthHz));
    requireRange("fading.coherence_time", coherenceTime, MIN_COHERENCE_TIME, MAX_COHERENCE_TIME);
    requireRange("propagation_delay", propagationDelay, Duration.ZERO, MAX_PROPAGATION_DELAY);
  }

  /**
   * Returns the link from which configurations are made by changing what differs: capacity, 1 MHz,
   * 10 dB, white noise, blocks of 100 ms, no propagation delay, separate bands, accounted pacing,
   * perfect state, seed 1.
   *
   * @param name the link's name
   * @return that configuration
   */
  public static LinkConfig named(String name) {
    Builder builder = new Builder();
    builder.name = name;
    return builder.build();
  }

  /** The settings while they are being changed. */
  public static final class Builder {
    /** See {@link LinkConfig#name}. */
    String name = "default";

    /** See {@link LinkConfig#model}. */
    public LinkModel model = new CapacityModel();

    /** See {@link LinkConfig#bandwidthHz}. */
    public double bandwidthHz = 1e6;

    /** See {@link LinkConfig#snr}. */
    public SnrSchedule snr = new SnrSchedule.Constant(10.0);

    /** See {@link LinkConfig#fading}. */
    public FadingLaw fading = new NoFading();

    /** See {@link LinkConfig#coherenceTime}. */
    public Duration coherenceTime = Duration.ofMillis(100);

    /** See {@link LinkConfig#propagationDelay}. */
    public Duration propagationDelay = Duration.ZERO;

    /** See {@link LinkConfig#sharing}. */
    public Sharing sharing = Sharing.SEPARATE;

    /** See {@link LinkConfig#pacing}. */
    public Pacing pacing = Pacing.ACCOUNTED;

    /** See {@link LinkConfig#stateInformation}. */
    public StateInformation stateInformation = new StateInformation.Perfect();

    /** See {@link LinkConfig#seed}. */
    public long seed = 1L;

    /** See {@link LinkConfig#recording}. */
    public Optional<Recording> recording = Optional.empty();

    private Builder() {}

    private LinkConfig build() {
      return new LinkConfig(
          name,
          model,
          bandwidthHz,
          snr,
          fading,
          coherenceTime,
          propagationDelay,
          sharing,
          pacing,
          stateInformation,
          seed,
          recording);
    }
  }

  /**
   * Returns this configuration with some settings changed.
   *
   * @param change sets what differs; the name stays
   * @return the changed configuration
   * @throws InvalidLinkException if a value is outside its range
   */
  public LinkConfig with(Consumer<Builder> change) {
    Builder builder = new Builder();
    builder.name = name;
    builder.model = model;
    builder.bandwidthHz = bandwidthHz;
    builder.snr = snr;
    builder.fading = fading;
    builder.coherenceTime = coherenceTime;
    builder.propagationDelay = propagationDelay;
    builder.sharing = sharing;
    builder.pacing = pacing;
    builder.stateInformation = stateInformation;
    builder.seed = seed;
    builder.recording = recording;
    change.accept(builder);
    return builder.build();
  }

  /** Returns this configuration with another link model. */
  public LinkConfig withModel(LinkModel value) {
    return with(settings -> settings.model = value);
  }

  /** Returns this configuration with another bandwidth in Hz. */
  public LinkConfig withBandwidthHz(double value) {
    return with(settings -> settings.bandwidthHz = value);
  }

  /** Returns this configuration with another, constant mean SNR in dB. */
  public LinkConfig withSnrDb(double value) {
    return with(settings -> settings.snr = constantSnr(value));
  }

  /** Returns this configuration with another fading law. */
  public LinkConfig withFading(FadingLaw value) {
    return with(settings -> settings.fading = value);
  }

  /** Returns this configuration with another block length. */
  public LinkConfig withCoherenceTime(Duration value) {
    return with(settings -> settings.coherenceTime = value);
  }

  /** Returns this configuration with another propagation delay. */
  public LinkConfig withPropagationDelay(Duration value) {
    return with(settings -> settings.propagationDelay = value);
  }

  /** Returns this configuration with another way of sharing. */
  public LinkConfig withSharing(Sharing value) {
    return with(settings -> settings.sharing = value);
  }

  /** Returns this configuration with another pacing. */
  public LinkConfig withPacing(Pacing value) {
    return with(settings -> settings.pacing = value);
  }

  /** Returns this configuration with other state information. */
  public LinkConfig withStateInformation(StateInformation value) {
    return with(settings -> settings.stateInformation = value);
  }

  /** Returns this configuration with another seed. */
  public LinkConfig withSeed(long value) {
    return with(settings -> settings.seed = value);
  }

  private static SnrSchedule constantSnr(double snrDb) {
    try {
      return new SnrSchedule.Constant(snrDb);
    } catch (IllegalArgumentException e) {
      throw new InvalidLinkException("snr_db", "is not allowed: " + e.getMessage());
    }
  }

  private static void requireRange(String field, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        field,
        "must be %s to %s, but is %s".formatted(least, most, value));
  }

  private static void require(boolean condition, String field, String message) {
    if (!condition) {
      throw new InvalidLinkException(field, message);
    }
  }
}
