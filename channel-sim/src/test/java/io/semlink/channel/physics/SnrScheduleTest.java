package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.semlink.channel.physics.SnrSchedule.Constant;
import io.semlink.channel.physics.SnrSchedule.Ramp;
import io.semlink.channel.physics.SnrSchedule.Step;
import io.semlink.channel.physics.SnrSchedule.Steps;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnrScheduleTest {
  private static Duration s(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static double at(SnrSchedule schedule, double seconds) {
    return schedule.snrDb(s(seconds));
  }

  @Test
  void constantStays() {
    assertThat(at(new Constant(-3), 0)).isEqualTo(-3);
    assertThat(at(new Constant(-3), 1e6)).isEqualTo(-3);
  }

  @Test
  void rampEndsAndStays() {
    SnrSchedule ramp = new Ramp(20, 0, s(10), false);

    assertThat(at(ramp, -1)).isEqualTo(20);
    assertThat(at(ramp, 0)).isEqualTo(20);
    assertThat(at(ramp, 2.5)).isEqualTo(15);
    assertThat(at(ramp, 10)).isZero();
    assertThat(at(ramp, 11)).isZero();
  }

  @Test
  void rampRepeats() {
    SnrSchedule ramp = new Ramp(20, 0, s(10), true);

    assertThat(at(ramp, 10)).isEqualTo(20);
    assertThat(at(ramp, 35)).isEqualTo(10);
  }

  @Test
  void stepsHoldUntilTheNext() {
    List<Step> steps = List.of(new Step(s(0), 10), new Step(s(1), -5), new Step(s(4), 3));

    double[] expected = {10, -5, -5, -5, 3, 3, 3};
    for (int i = 0; i < expected.length; i++) {
      assertThat(at(new Steps(steps, null), i)).isEqualTo(expected[i]);
      assertThat(at(new Steps(steps, s(6)), 60 + i)).isEqualTo(expected[i % 6 == i ? i : 0]);
    }
    assertThat(at(new Steps(steps, null), 0.999)).isEqualTo(10);
    assertThat(at(new Steps(steps, null), 1e6)).isEqualTo(3);
  }

  @Test
  void parametersOutOfRangeAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constant(100.5))
        .withMessageContaining("100.5");
    assertThatIllegalArgumentException().isThrownBy(() -> new Constant(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ramp(0, 10, Duration.ZERO, false))
        .withMessageContaining("duration of a ramp");
    assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(0, -101, s(1), false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steps(List.of(), null))
        .withMessageContaining("1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steps(Collections.nCopies(1001, new Step(s(0), 0)), null))
        .withMessageContaining("1001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steps(List.of(new Step(s(1), 0)), null))
        .withMessageContaining("first step");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steps(List.of(new Step(s(0), 0), new Step(s(0), 1)), null))
        .withMessageContaining("start of a step");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steps(List.of(new Step(s(0), 0), new Step(s(2), 1)), s(2)))
        .withMessageContaining("period");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(s(-1), 0))
        .withMessageContaining("start of a step");
  }
}
