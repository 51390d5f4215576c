package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given up first. */
class DegradationPolicyTest {
  private static final DegradationPolicy POLICY = new DegradationPolicy(10, 2, 5);

  @ParameterizedTest
  @CsvSource({
    "31, 0, 31, ",
    "31, 2, 31, ",
    "31, 3, 10, FEWER_STEPS",
    "31, 5, 10, FEWER_STEPS",
    "31, 6, 0, PREVIEW_ONLY",
    "8, 4, 8, ",
  })
  void loadTakesStepsThenInpainting(int asked, int active, int steps, Degradation reason) {
    StepPlan plan = POLICY.plan(asked, active, Duration.ofMillis(50), Optional.empty());
    assertThat(plan.steps()).isEqualTo(steps);
    assertThat(plan.degradation()).isEqualTo(Optional.ofNullable(reason));
    assertThat(plan.detail().isEmpty()).isEqualTo(reason == null);
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 0, 31, ",
    "1000, 0, 15, FEWER_STEPS",
    "600, 0, 10, FEWER_STEPS",
    "499, 0, 0, OUT_OF_TIME",
    "-3, 0, 0, OUT_OF_TIME",
    "2000, 1, 15, FEWER_STEPS",
    "1999, 3, 0, OUT_OF_TIME",
  })
  void theDeadlineTakesStepsThenInpainting(
      long leftMillis, int active, int steps, Degradation reason) {
    StepPlan plan =
        POLICY.plan(31, active, Duration.ofMillis(50), Optional.of(Duration.ofMillis(leftMillis)));
    assertThat(plan.steps()).isEqualTo(steps);
    assertThat(plan.degradation()).isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void boundsAreChecked() {
    assertThat(POLICY.maxActive()).isEqualTo(6);
    assertThatThrownBy(() -> new DegradationPolicy(0, 1, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DegradationPolicy(5, 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
