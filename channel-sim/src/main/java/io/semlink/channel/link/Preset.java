package io.semlink.channel.link;

import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.CorrelatedRician;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Links to start from. Doppler shifts are those of a carrier at 2 GHz, {@code v f / c}; blocks are
 * short against them, so that the gain changes little within one.
 */
public enum Preset {
  /** A cable or an anechoic chamber. */
  LAB(
      "No fading, 20 dB: a cable.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(20.0);
        settings.fading = new NoFading();
        settings.coherenceTime = Duration.ofMillis(100);
      }),

  /** A room in which people move. */
  INDOOR(
      "A room with a line of sight (K = 6 dB), things move at 0.5 m/s (3.3 Hz), 18 dB.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(18.0);
        settings.fading = new CorrelatedRician(6.0, 3.3, 90.0);
        settings.coherenceTime = Duration.ofMillis(20);
      }),

  /** A pedestrian in a street. */
  PEDESTRIAN(
      "A street at 3 km/h: Rayleigh fading, 5.6 Hz, shadowing of 6 dB over 24 s, 12 dB.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(12.0);
        settings.fading = new Shadowed(new CorrelatedRayleigh(5.6), 6.0, Duration.ofSeconds(24));
        settings.coherenceTime = Duration.ofMillis(10);
      }),

  /** A car. */
  VEHICULAR(
      "A car at 120 km/h: Rayleigh fading, 222 Hz, shadowing of 6 dB over 1.5 s, 12 dB; the"
          + " transmitter's knowledge is 2 ms old.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(12.0);
        settings.fading = new Shadowed(new CorrelatedRayleigh(222.0), 6.0, Duration.ofMillis(1500));
        settings.coherenceTime = Duration.ofNanos(500_000);
        settings.stateInformation = new StateInformation.Delayed(4);
      }),

  /** A fast train along its base stations. */
  HIGH_SPEED_TRAIN(
      "A train at 350 km/h: line of sight (K = 7 dB), 648 Hz, 15 dB; the transmitter's knowledge is"
          + " 1 ms old.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(15.0);
        settings.fading = new CorrelatedRician(7.0, 648.0, 30.0);
        settings.coherenceTime = Duration.ofNanos(200_000);
        settings.stateInformation = new StateInformation.Delayed(5);
      }),

  /** The edge of a cell, behind buildings. */
  DEEP_FADE(
      "The edge of a cell: Rayleigh fading, 2 Hz, shadowing of 8 dB over 10 s, 0 dB.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(0.0);
        settings.fading = new Shadowed(new CorrelatedRayleigh(2.0), 8.0, Duration.ofSeconds(10));
        settings.coherenceTime = Duration.ofMillis(25);
      }),

  /** A satellite in low orbit. */
  SATELLITE(
      "A satellite 600 km up: line of sight (K = 10 dB), 4 ms from antenna to antenna, 9 dB.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(9.0);
        settings.fading = new CorrelatedRician(10.0, 20.0, 60.0);
        settings.coherenceTime = Duration.ofMillis(5);
        settings.propagationDelay = Duration.ofMillis(4);
      }),

  /** A band that many use. */
  CROWDED(
      "One band for all who send at the same time, each with its fair share: indoor, 15 dB.",
      settings -> {
        settings.snr = new SnrSchedule.Constant(15.0);
        settings.fading = new CorrelatedRician(6.0, 3.3, 90.0);
        settings.coherenceTime = Duration.ofMillis(20);
        settings.sharing = Sharing.FAIR;
      });

  private final String description;
  private final Consumer<LinkConfig.Builder> settings;

  Preset(String description, Consumer<LinkConfig.Builder> settings) {
    this.description = description;
    this.settings = settings;
  }

  /**
   * Finds a preset.
   *
   * @param label its name in lower case, with hyphens
   * @return the preset
   * @throws InvalidLinkException if there is none of that name; the message lists those there are
   */
  public static Preset of(String label) {
    return Arrays.stream(values())
        .filter(preset -> preset.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> labels = Arrays.stream(values()).map(Preset::label).toList();
              return new InvalidLinkException(
                  "preset", "must be one of %s, but is '%s'".formatted(labels, label));
            });
  }

  /**
   * Returns the name used in configuration and on the wire.
   *
   * @return lower-case name with hyphens
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns what it stands for.
   *
   * @return a sentence
   */
  public String description() {
    return description;
  }

  /**
   * Returns the settings of the preset; those it says nothing of are {@link LinkConfig#named}'s.
   *
   * @param name the link's name
   * @param seed the link's seed
   * @return the configuration
   */
  public LinkConfig config(String name, long seed) {
    return LinkConfig.named(name).with(settings).withSeed(seed);
  }
}
