package io.semlink.channel.physics;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean receive SNR over time: what path loss does to a link while fading moves around it.
 *
 * <p>SNRs are -100 to 100 dB, times above 0 and at most 100 days. Implementations are immutable
 * values, equal when their parameters are.
 */
public sealed interface SnrSchedule {
  /** Most steps of a schedule. */
  int MAX_STEPS = 1000;

  /**
   * Returns the mean SNR at an instant.
   *
   * @param sinceStart time since the schedule began; instants before have the value of its start
   * @return Es/N0 in dB
   */
  double snrDb(Duration sinceStart);

  /**
   * The same SNR always.
   *
   * @param db mean receive SNR in dB
   */
  record Constant(double db) implements SnrSchedule {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the SNR is outside [-100, 100] dB or not a number
     */
    public Constant {
      ScheduleLimits.requireSnr(db);
    }

    @Override
    public double snrDb(Duration sinceStart) {
      return db;
    }
  }

  /**
   * An SNR that changes evenly in dB.
   *
   * @param fromDb SNR at the start in dB
   * @param toDb SNR at the end in dB
   * @param duration time from start to end
   * @param repeat whether it begins again at its end, rather than stay there
   */
  record Ramp(double fromDb, double toDb, Duration duration, boolean repeat)
      implements SnrSchedule {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public Ramp {
      ScheduleLimits.requireSnr(fromDb);
      ScheduleLimits.requireSnr(toDb);
      ScheduleLimits.requireTime("duration of a ramp", duration);
    }

    @Override
    public double snrDb(Duration sinceStart) {
      long length = duration.toNanos();
      long elapsed = Math.max(0L, sinceStart.toNanos());
      double share = (double) (repeat ? elapsed % length : Math.min(elapsed, length)) / length;
      return fromDb + (toDb - fromDb) * share;
    }
  }

  /**
   * SNRs that hold until the next.
   *
   * @param steps the steps, the first at 0, each later than the one before; 1 to {@link #MAX_STEPS}
   * @param period time after which they begin again, above the start of the last; null keeps the
   *     last
   */
  record Steps(List<Step> steps, @Nullable Duration period) implements SnrSchedule {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside its range, or out of order
     */
    public Steps {
      steps = List.copyOf(steps);
      if (steps.isEmpty() || steps.size() > MAX_STEPS) {
        throw new IllegalArgumentException(
            "a schedule has 1 to %d steps, but these are %d".formatted(MAX_STEPS, steps.size()));
      }
      if (!steps.get(0).start().isZero()) {
        throw new IllegalArgumentException(
            "the first step must start at 0, but starts at " + steps.get(0).start());
      }
      Duration last = Duration.ZERO;
      for (Step step : steps.subList(1, steps.size())) {
        ScheduleLimits.requireAfter("start of a step", step.start(), last);
        last = step.start();
      }
      if (period != null) {
        ScheduleLimits.requireTime("period of the steps", period);
        ScheduleLimits.requireAfter("period of the steps", period, last);
      }
    }

    @Override
    public double snrDb(Duration sinceStart) {
      long elapsed = Math.max(0L, sinceStart.toNanos());
      if (period != null) {
        elapsed %= period.toNanos();
      }
      int low = 0;
      int high = steps.size();
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (steps.get(middle).start().toNanos() <= elapsed) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return steps.get(low).db();
    }
  }

  /**
   * One step.
   *
   * @param start when it begins, since the schedule began
   * @param db SNR from then on in dB
   */
  record Step(Duration start, double db) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public Step {
      ScheduleLimits.requireSnr(db);
      if (!start.isZero()) {
        ScheduleLimits.requireTime("start of a step", start);
      }
    }
  }
}
