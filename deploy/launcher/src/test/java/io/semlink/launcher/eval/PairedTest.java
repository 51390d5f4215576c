package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTest {
  @Test
  void intervalIsStudentsT() {
    // Differences 1 to 5: mean 3, standard error sqrt(2.5 / 5), t(0.975; 4) = 2.776445.
    Paired paired = Paired.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0), Collections.nCopies(5, 0.0));
    assertThat(paired.difference()).isCloseTo(3, within(1e-12));
    assertThat(paired.high() - 3).isCloseTo(2.776445 * Math.sqrt(0.5), within(1e-6));
    assertThat(3 - paired.low()).isCloseTo(paired.high() - 3, within(1e-12));
    assertThat(paired.signTest()).isCloseTo(1 / 32.0, within(1e-12));
  }

  @Test
  void tiesDecideNothing() {
    Paired paired = Paired.of(List.of(1.0, 1.0, 0.0, 2.0), List.of(1.0, 0.0, 1.0, 1.0));
    assertThat(paired.wins()).isEqualTo(2);
    assertThat(paired.losses()).isEqualTo(1);
    assertThat(paired.signTest()).isCloseTo(0.5, within(1e-12));
    assertThat(Paired.of(List.of(1.0, 2.0), List.of(1.0, 2.0)).signTest()).isEqualTo(1);
  }

  @Test
  void refusesASinglePair() {
    assertThatThrownBy(() -> Paired.of(List.of(1.0), List.of(2.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
