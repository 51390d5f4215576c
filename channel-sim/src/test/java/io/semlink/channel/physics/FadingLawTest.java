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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorrelatedRayleigh(0))
        .withMessageContaining("doppler");
    assertThatIllegalArgumentException().isThrownBy(() -> new CorrelatedRayleigh(1.1e5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorrelatedRician(41, 10, 45))
        .withMessageContaining("rician");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorrelatedRician(6, Double.NaN, 45))
        .withMessageContaining("doppler");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorrelatedRician(6, 10, 181))
        .withMessageContaining("line of sight");
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

  /** The state is at least as old as asked for. */
  @Test
  void delaysInTimeAreWholeBlocks() {
    assertThat(StateInformation.Delayed.by(Duration.ZERO, BLOCK).blocks()).isZero();
    assertThat(StateInformation.Delayed.by(Duration.ofMillis(100), BLOCK).blocks()).isOne();
    assertThat(StateInformation.Delayed.by(Duration.ofMillis(101), BLOCK).blocks()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateInformation.Delayed.by(Duration.ofMillis(-1000), BLOCK));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateInformation.Delayed.by(Duration.ofDays(365), BLOCK));
  }

  @Test
  void decibelsAndRatiosAreInverse() {
    assertThat(Decibels.toLinear(0)).isEqualTo(1.0);
    assertThat(Decibels.toLinear(30)).isEqualTo(1000.0);
    assertThat(Decibels.fromLinear(100)).isEqualTo(20.0);
    assertThat(Decibels.fromLinear(0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
