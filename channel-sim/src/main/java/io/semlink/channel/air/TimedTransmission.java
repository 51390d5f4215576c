package io.semlink.channel.air;

import java.time.Duration;

/** What transmissions of all models have in common: their times. */
abstract class TimedTransmission implements Transmission {
  /** Times of this transmission. */
  final Progress progress;

  TimedTransmission(Air air, Terms terms) {
    this.progress = new Progress(air, terms);
  }

  @Override
  public final Duration elapsed() {
    return progress.elapsed();
  }

  @Override
  public final boolean outage() {
    return progress.outage();
  }
}
