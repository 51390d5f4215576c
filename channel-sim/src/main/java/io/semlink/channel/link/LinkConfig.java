package io.semlink.channel.link;

import io.semlink.channel.air.CapacityModel;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Everything that defines a link: two links of equal configuration behave alike to the last bit.
 *
 * @param name 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit
 * @param model how bits get across
 * @param bandwidthHz bandwidth in Hz, 1 to 1e11
 * @param snrDb mean receive SNR (Es/N0) in dB, -100 to 100
 * @param fading law of the block gains
 * @param coherenceTime length of a block, 100 microseconds to 1 hour
 * @param seed seed of everything random
 * @param pacing whether air time passes on the wall clock
 * @param propagationDelay time from antenna to antenna, 0 to 10 s; it counts against the limit
 * @param stateInformation what transmitters are told
 */
public record LinkConfig(
    String name,
    LinkModel model,
    double bandwidthHz,
    double snrDb,
    FadingLaw fading,
    Duration coherenceTime,
    long seed,
    Pacing pacing,
    Duration propagationDelay,
    StateInformation stateInformation) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final double MIN_BANDWIDTH_HZ = 1.0;
  private static final double MAX_BANDWIDTH_HZ = 1e11;
  private static final double MIN_SNR_DB = -100.0;
  private static final double MAX_SNR_DB = 100.0;
  private static final Duration MIN_COHERENCE_TIME = Duration.ofNanos(100_000);
  private static final Duration MAX_COHERENCE_TIME = Duration.ofHours(1);
  private static final Duration MAX_PROPAGATION_DELAY = Duration.ofSeconds(10);

  /**
   * Checks the ranges.
   *
   * @throws InvalidLinkException if a value is outside its range, naming the field
   */
  public LinkConfig {
    require(NAME.matcher(name).matches(), "name", "must match " + NAME + ", but is '" + name + "'");
    requireRange("bandwidth_hz", bandwidthHz, MIN_BANDWIDTH_HZ, MAX_BANDWIDTH_HZ);
    requireRange("snr_db", snrDb, MIN_SNR_DB, MAX_SNR_DB);
    requireRange("fading.coherence_time", coherenceTime, MIN_COHERENCE_TIME, MAX_COHERENCE_TIME);
    requireRange("propagation_delay", propagationDelay, Duration.ZERO, MAX_PROPAGATION_DELAY);
  }

  /**
   * Returns the link from which configurations are made by changing what differs: 1 MHz, 10 dB,
   * white noise, blocks of 100 ms, seed 1, accounted pacing, no propagation delay, perfect state.
   *
   * @param name the link's name
   * @return that configuration
   */
  public static LinkConfig named(String name) {
    return new LinkConfig(
        name,
        new CapacityModel(),
        1e6,
        10.0,
        new NoFading(),
        Duration.ofMillis(100),
        1L,
        Pacing.ACCOUNTED,
        Duration.ZERO,
        new StateInformation.Perfect());
  }

  /** Returns this configuration with another bandwidth in Hz. */
  public LinkConfig withBandwidthHz(double value) {
    return new LinkConfig(
        name,
        model,
        value,
        snrDb,
        fading,
        coherenceTime,
        seed,
        pacing,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another mean SNR in dB. */
  public LinkConfig withSnrDb(double value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        value,
        fading,
        coherenceTime,
        seed,
        pacing,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another fading law. */
  public LinkConfig withFading(FadingLaw value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        value,
        coherenceTime,
        seed,
        pacing,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another block length. */
  public LinkConfig withCoherenceTime(Duration value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        fading,
        value,
        seed,
        pacing,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another seed. */
  public LinkConfig withSeed(long value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        fading,
        coherenceTime,
        value,
        pacing,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another pacing. */
  public LinkConfig withPacing(Pacing value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        fading,
        coherenceTime,
        seed,
        value,
        propagationDelay,
        stateInformation);
  }

  /** Returns this configuration with another propagation delay. */
  public LinkConfig withPropagationDelay(Duration value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        fading,
        coherenceTime,
        seed,
        pacing,
        value,
        stateInformation);
  }

  /** Returns this configuration with other state information. */
  public LinkConfig withStateInformation(StateInformation value) {
    return new LinkConfig(
        name,
        model,
        bandwidthHz,
        snrDb,
        fading,
        coherenceTime,
        seed,
        pacing,
        propagationDelay,
        value);
  }

  /**
   * Returns the mean SNR as a ratio.
   *
   * @return linear SNR
   */
  public double snr() {
    return Decibels.toLinear(snrDb);
  }

  private static void requireRange(String field, double value, double least, double most) {
    require(
        value >= least && value <= most,
        field,
        "must be %s to %s, but is %s".formatted(least, most, value));
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
