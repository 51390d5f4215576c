package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FadingLawTest {
  private static final Duration BLOCK = Duration.ofMillis(100);

  @Test
  void parametersOutOfRangeAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rician(Double.NaN))
        .withMessageContaining("rician");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rician(41))
        .withMessageContaining("41");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nakagami(0.4))
        .withMessageContaining("0.4");
    assertThatIllegalArgumentException().isThrownBy(() -> new Nakagami(Double.NaN));
  }

  @Test
  void quantilesRefuseImpossibleProbabilities() {
    for (FadingLaw law :
        new FadingLaw[] {new NoFading(), new Rayleigh(), new Rician(3), new Nakagami(2)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> law.quantile(1.0));
      assertThatIllegalArgumentException().isThrownBy(() -> law.quantile(-0.1));
      assertThat(law.cumulative(-1)).isZero();
    }
  }

  @Test
  void blocksBeforeTheFirstAreDrawnToo() {
    FadingProcess process = new Rayleigh().process(1, BLOCK);

    assertThat(process.gain(-1)).isPositive().isNotEqualTo(process.gain(0));
    assertThat(process.gain(-1)).isEqualTo(new Rayleigh().process(1, BLOCK).gain(-1));
  }

  @Test
  void decibelsAndRatiosAreInverse() {
    assertThat(Decibels.toLinear(0)).isEqualTo(1.0);
    assertThat(Decibels.toLinear(30)).isEqualTo(1000.0);
    assertThat(Decibels.fromLinear(100)).isEqualTo(20.0);
    assertThat(Decibels.fromLinear(0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
