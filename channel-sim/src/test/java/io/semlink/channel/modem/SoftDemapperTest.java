package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SoftDemapperTest {
  private static final long SEED = 38_211L;
  private static final int SAMPLES = 400;

  /** Points in and around the constellation, also far outside of it. */
  private final float[] inPhase = new float[SAMPLES];

  private final float[] quadrature = new float[SAMPLES];

  SoftDemapperTest() {
    UniformRandomProvider random = RandomStreams.open(SEED, 0);
    for (int i = 0; i < SAMPLES; i++) {
      inPhase[i] = (float) random.nextDouble(-2, 2);
      quadrature[i] = (float) random.nextDouble(-2, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalsASearchForTheNearestPoints(Modulation modulation) {
    Constellation points = new Constellation(modulation);
    float[] ratios = demap(modulation, 0.25);

    for (int i = 0; i < ratios.length; i++) {
      int s = i / points.bits();
      double expected = points.maxLogRatio(i % points.bits(), inPhase[s], quadrature[s], 0.25);
      assertThat((double) ratios[i]).isCloseTo(expected, within(1e-4));
    }
  }

  /**
   * A sum of m likelihoods is between the largest and m times it, and m points of an axis carry a
   * bit; so the approximation is off by ln m at most, and right in sign beyond that.
   */
  @ParameterizedTest
  @EnumSource
  void isWithinItsBoundOfTheExactRatio(Modulation modulation) {
    Constellation points = new Constellation(modulation);
    double bound = Math.log((1 << modulation.bitsPerAxis()) / 2.0) + 1e-4;
    for (double noiseVariance : new double[] {10, 1, 0.1}) {
      float[] ratios = demap(modulation, noiseVariance);

      for (int i = 0; i < ratios.length; i++) {
        int s = i / points.bits();
        int b = i % points.bits();
        double exact = points.exactRatio(b, inPhase[s], quadrature[s], noiseVariance);
        assertThat((double) ratios[i]).isCloseTo(exact, within(bound));
        if (b < 2) {
          assertThat(Math.signum(ratios[i])).as("sign bit").isEqualTo((float) Math.signum(exact));
        }
      }
    }
  }

  /** At 40 dB the terms that max-log leaves out are lost beside the largest. */
  @ParameterizedTest
  @EnumSource
  void approachesTheExactRatioAtHighSnr(Modulation modulation) {
    Constellation points = new Constellation(modulation);
    double noiseVariance = 1e-4;
    float[] ratios = demap(modulation, noiseVariance);

    for (int i = 0; i < ratios.length; i++) {
      int s = i / points.bits();
      double exact = points.exactRatio(i % points.bits(), inPhase[s], quadrature[s], noiseVariance);
      assertThat((double) ratios[i]).isCloseTo(exact, within(1e-3 * Math.abs(exact) + 0.7));
      assertThat(Math.signum(ratios[i])).isEqualTo((float) Math.signum(exact));
    }
  }

  @Test
  void nothingIsKnownOfWhatWasNotReceived() {
    assertThat(demap(Modulation.QAM16, Double.POSITIVE_INFINITY)).containsOnly(0.0f, -0.0f);
  }

  @Test
  void touchesNothingButTheSymbolsAskedFor() {
    float[] all = demap(Modulation.QAM64, 0.1);
    float[] some = new float[all.length];
    new SoftDemapper(Modulation.QAM64).demap(inPhase, quadrature, 10, 20, 0.1, some);

    for (int i = 0; i < all.length; i++) {
      assertThat(some[i]).isEqualTo(i >= 60 && i < 120 ? all[i] : 0.0f);
    }
  }

  @Test
  void refusesNoiseOfNoVariance() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> demap(Modulation.BPSK, 0.0))
        .withMessageContaining("above 0");
  }

  private float[] demap(Modulation modulation, double noiseVariance) {
    float[] ratios = new float[SAMPLES * modulation.bitsPerSymbol()];
    new SoftDemapper(modulation).demap(inPhase, quadrature, 0, SAMPLES, noiseVariance, ratios);
    return ratios;
  }
}
