package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShadowedTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Under Rayleigh fading by quadrature (scipy.integrate.quad), alone by the normal law. */
  @ParameterizedTest
  @CsvSource({
    "4, 0.1, 0.18687687171085307, 0.020700924019491272",
    "8, 0.1, 0.48253236008639944, 0.37109070760300356",
    "8, 0.001, 0.024557775065113703, 0.0023349332629879495",
    "8, 2, 0.9126985276955212, 0.9027397105779336",
    "8, 100, 0.9994705775765408, 0.9996880823789362"
  })
  void cumulative(double sigmaDb, double gain, double onRayleigh, double alone) {
    assertThat(new Shadowed(new Rayleigh(), sigmaDb, SECOND).cumulative(gain))
        .isCloseTo(onRayleigh, within(1e-12));
    assertThat(new Shadowed(new NoFading(), sigmaDb, SECOND).cumulative(gain))
        .isCloseTo(alone, within(1e-14));
  }

  /** By quadrature over the shadowing of the capacities without it (scipy.integrate.quad). */
  @Test
  void ergodicCapacity() {
    assertThat(ClosedForms.ergodicCapacity(new Shadowed(new NoFading(), 8, SECOND), 10))
        .isCloseTo(1.9515077839285135, within(1e-9));
    assertThat(ClosedForms.ergodicCapacity(new Shadowed(new Rayleigh(), 8, SECOND), 10))
        .isCloseTo(1.6653849967894534, within(1e-9));
  }

  @Test
  void medianLiesBelowTheMean() {
    FadingLaw law = new Shadowed(new NoFading(), 8, SECOND);

    assertThat(Decibels.fromLinear(law.quantile(0.5)))
        .isCloseTo(-64 * StrictMath.log(10) / 20, within(1e-9));
  }

  @Test
  void shadowingOfATraceIsAveragedOverItsGains() {
    byte[] csv = "time_s,gain\n0,0\n1,0.5\n3,2\n".getBytes(StandardCharsets.UTF_8);
    Shadowed law = new Shadowed(Trace.parse(csv), 6, SECOND);
    Shadowed alone = new Shadowed(new NoFading(), 6, SECOND);

    assertThat(law.cumulative(0)).isCloseTo(0.2, within(1e-15));
    assertThat(law.cumulative(0.3))
        .isCloseTo(0.2 + 0.4 * alone.cumulative(0.6) + 0.4 * alone.cumulative(0.15), within(1e-14));
  }

  @Test
  void fastFadingIsThatOfTheLaw() {
    Duration block = Duration.ofMillis(10);
    FadingProcess fast = new Rician(3).process(5, block);
    FadingProcess shadowed = new Shadowed(new Rician(3), 8, SECOND).process(5, block);
    FadingProcess shadow = new Shadowed(new NoFading(), 8, SECOND).process(5, block);

    for (long n = -100; n < 100; n++) {
      assertThat(shadowed.gain(n)).isEqualTo(fast.gain(n) * shadow.gain(n));
      Complex h = shadowed.coefficient(n);
      assertThat(StrictMath.atan2(h.im(), h.re()))
          .isCloseTo(
              StrictMath.atan2(fast.coefficient(n).im(), fast.coefficient(n).re()), within(1e-14));
    }
  }

  @Test
  void parametersOutOfRangeAreRefusedByName() {
    FadingLaw rayleigh = new Rayleigh();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shadowed(rayleigh, 0, SECOND))
        .withMessageContaining("shadowing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shadowed(rayleigh, 20.1, SECOND))
        .withMessageContaining("20.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shadowed(rayleigh, 8, Duration.ZERO))
        .withMessageContaining("decorrelation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shadowed(new Shadowed(rayleigh, 8, SECOND), 8, SECOND))
        .withMessageContaining("already");
  }
}
