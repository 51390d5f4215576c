package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.RandomStreams;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BitErrorRateTest {
  private static final long SEED = 800_818L;

  @ParameterizedTest
  @CsvFileSource(resources = "binary_error_rate.csv", numLinesToSkip = 1)
  void binaryClosedForms(double snrPerBitDb, double whiteNoise, double rayleigh) {
    double snr = Decibels.toLinear(snrPerBitDb);

    assertThat(BitErrorRate.whiteNoise(Modulation.BPSK, snr)).isCloseTo(whiteNoise, within(1e-14));
    assertThat(BitErrorRate.whiteNoise(Modulation.QPSK, 2 * snr))
        .isCloseTo(whiteNoise, within(1e-14));
    assertThat(BitErrorRate.rayleigh(Modulation.BPSK, snr)).isCloseTo(rayleigh, within(1e-14));
    assertThat(BitErrorRate.rayleigh(Modulation.QPSK, 2 * snr)).isCloseTo(rayleigh, within(1e-14));
  }

  /**
   * Sums over what was sent and what is nearest to what was received, straight from the mapping.
   */
  @ParameterizedTest
  @EnumSource(names = {"QPSK", "QAM16", "QAM64", "QAM256"})
  void whiteNoiseEqualsTheSumOverDecisions(Modulation modulation) {
    int bits = modulation.bitsPerAxis();
    double[] levels = new double[1 << bits];
    int[] labels = new int[1 << bits];
    for (int label = 0; label < levels.length; label++) {
      byte[] word = new byte[2 * bits];
      for (int i = 0; i < bits; i++) {
        word[2 * i] = (byte) (label >> (bits - 1 - i) & 1);
      }
      float[] inPhase = new float[1];
      modulation.map(word, inPhase, new float[1]);
      int rank = (int) Math.round((inPhase[0] * Math.sqrt(modulation.meanPower()) - 1) / 2);
      levels[rank + levels.length / 2] = 2 * rank + 1;
      labels[rank + levels.length / 2] = label;
    }
    for (double snrDb = -5; snrDb <= 30; snrDb += 5) {
      double snr = Decibels.toLinear(snrDb);
      double scale = Math.sqrt(snr / modulation.meanPower());
      double expected = 0;
      for (int sent = 0; sent < levels.length; sent++) {
        for (int nearest = 0; nearest < levels.length; nearest++) {
          double from = nearest == 0 ? -1e9 : (levels[nearest] - 1 - levels[sent]) * scale;
          double to =
              nearest == levels.length - 1 ? 1e9 : (levels[nearest] + 1 - levels[sent]) * scale;
          double probability = 0.5 * (Erfc.value(from) - Erfc.value(to));
          int wrong = Integer.bitCount(labels[sent] ^ labels[nearest]);
          expected += probability * wrong / (bits * levels.length);
        }
      }

      assertThat(BitErrorRate.whiteNoise(modulation, snr)).isCloseTo(expected, within(1e-14));
    }
  }

  /** Trapezoid rule over the logarithm of the gain. */
  @ParameterizedTest
  @EnumSource
  void rayleighIsTheMeanOfWhiteNoise(Modulation modulation) {
    double snr = 30;
    double step = 1 / 64.0;
    double mean = 0;
    for (double log = -40; log < 6; log += step) {
      double gain = Math.exp(log);
      mean += step * gain * Math.exp(-gain) * BitErrorRate.whiteNoise(modulation, gain * snr);
    }

    assertThat(BitErrorRate.rayleigh(modulation, snr)).isCloseTo(mean, within(1e-12));
  }

  /**
   * Measured over white noise within 4 sigma, sigma from the errors per symbol, which are
   * independent (false alarm 6e-5 a figure).
   */
  @ParameterizedTest
  @CsvSource({
    "BPSK, 0",
    "BPSK, 5",
    "QPSK, 3",
    "QPSK, 8",
    "QAM16, 5",
    "QAM16, 14",
    "QAM64, 10",
    "QAM64, 20",
    "QAM256, 15",
    "QAM256, 26"
  })
  void whiteNoiseAsMeasured(Modulation modulation, double snrDb) {
    double snr = Decibels.toLinear(snrDb);

    measure(modulation, 400_000, 1, false, snr)
        .assertMean(BitErrorRate.whiteNoise(modulation, snr));
  }

  /**
   * Measured over Rayleigh blocks of ten symbols within 4 sigma, sigma from the errors per block,
   * which are independent (false alarm 6e-5 a figure).
   */
  @ParameterizedTest
  @CsvSource({
    "BPSK, 0",
    "BPSK, 10",
    "QPSK, 3",
    "QPSK, 13",
    "QAM16, 5",
    "QAM16, 15",
    "QAM64, 10",
    "QAM64, 20",
    "QAM256, 15",
    "QAM256, 25"
  })
  void rayleighAsMeasured(Modulation modulation, double snrDb) {
    double snr = Decibels.toLinear(snrDb);

    measure(modulation, 100_000, 10, true, snr).assertMean(BitErrorRate.rayleigh(modulation, snr));
  }

  /** Sends random bits in blocks and counts wrong hard decisions of the demapper in each. */
  private static Errors measure(
      Modulation modulation, int blocks, int symbols, boolean rayleigh, double snr) {
    UniformRandomProvider random = RandomStreams.open(SEED, 0);
    SoftDemapper demapper = new SoftDemapper(modulation);
    byte[] bits = new byte[modulation.bitsPerSymbol() * symbols];
    float[] inPhase = new float[symbols];
    float[] quadrature = new float[symbols];
    float[] ratios = new float[bits.length];
    Errors errors = new Errors();
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = (byte) (random.nextInt() >>> 31);
      }
      modulation.map(bits, inPhase, quadrature);
      FlatChannel channel =
          rayleigh
              ? new FlatChannel(scatter(random), scatter(random), 1 / snr)
              : new FlatChannel(1, 0, 1 / snr);
      channel.transmit(random, inPhase, quadrature, 0, symbols);
      channel.equalise(inPhase, quadrature, 0, symbols);
      demapper.demap(inPhase, quadrature, 0, symbols, channel.equalisedNoiseVariance(), ratios);
      int wrong = 0;
      for (int i = 0; i < bits.length; i++) {
        wrong += (ratios[i] < 0 ? 1 : 0) ^ bits[i];
      }
      errors.add(wrong / (double) bits.length);
    }
    return errors;
  }

  private static double scatter(UniformRandomProvider random) {
    return Math.sqrt(0.5) * GaussianNoise.normal(random);
  }

  /** Mean of independent error rates and its uncertainty. */
  private static final class Errors {
    private int count;
    private double sum;
    private double squares;

    void add(double rate) {
      count++;
      sum += rate;
      squares += rate * rate;
    }

    void assertMean(double expected) {
      double mean = sum / count;
      double sigma = Math.sqrt((squares / count - mean * mean) / count);
      assertThat(mean).as("seed %d", SEED).isCloseTo(expected, within(4 * sigma));
      assertThat(sigma).as("uncertainty of the measurement").isLessThan(0.1 * expected);
    }
  }
}
