package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.semlink.channel.physics.Capacity;
import io.semlink.channel.physics.Decibels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkAdaptationTest {
  private static final long SEED = 20_26L;

  /**
   * Blocks sent at the SNR of the table fail as often as it says: within 4 sigma of the binomial
   * law (false alarm 6e-5 a figure) and a quarter of the rate, since the table was measured, too.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 200, 0.1, 400", "14, 64, 0.1, 1000", "14, 1000, 0.01, 2000", "18, 200, 0.01, 2000",
    "21, 3824, 0.1, 500", "27, 1000, 0.1, 1000", "30, 8424, 0.1, 300", "34, 1000, 0.01, 1500",
    "38, 1000, 0.1, 1000"
  })
  void measuredBlockErrorRateIsThatOfTheTable(int index, int payloadBits, double rate, int blocks) {
    ModulationAndCoding entry = ModulationAndCoding.of(index);
    double snrDb = LinkAdaptation.requiredSnrDb(entry, payloadBits / 8, rate);

    int errors = new CodedLink(entry, payloadBits, SEED).measure(snrDb, blocks, blocks).errors();

    double sigma = Math.sqrt(blocks * rate * (1 - rate));
    assertThat((double) errors)
        .as("%s, seed %d", entry, SEED)
        .isBetween(0.75 * blocks * rate - 4 * sigma, 1.25 * blocks * rate + 4 * sigma);
    assertThat(errors).isPositive();
  }

  /** No entry does with less than capacity asks for, nor with 5 dB more in blocks of 1000 bits. */
  @Test
  void requiredSnrIsNearCapacity() {
    for (ModulationAndCoding entry : ModulationAndCoding.all()) {
      double limit = Decibels.fromLinear(Capacity.requiredSnr(entry.spectralEfficiency()));

      assertThat(LinkAdaptation.requiredSnrDb(entry, 125, 0.01))
          .as("%s", entry)
          .isBetween(limit, limit + 5);
    }
  }

  @Test
  void lowerErrorRatesAndShorterBlocksNeedMore() {
    for (ModulationAndCoding entry : ModulationAndCoding.all()) {
      assertThat(LinkAdaptation.requiredSnrDb(entry, 100, 0.03))
          .isGreaterThan(LinkAdaptation.requiredSnrDb(entry, 100, 0.1))
          .isLessThan(LinkAdaptation.requiredSnrDb(entry, 100, 0.001));
      assertThat(LinkAdaptation.requiredSnrDb(entry, 8, 0.01))
          .isGreaterThan(LinkAdaptation.requiredSnrDb(entry, 125, 0.01));
    }
  }

  @Test
  void choosesTheFastestThatIsGoodEnough() {
    for (double snrDb = -12; snrDb < 35; snrDb += 0.7) {
      Optional<ModulationAndCoding> chosen = choose(snrDb, 8);
      for (ModulationAndCoding entry : ModulationAndCoding.all()) {
        boolean enough = LinkAdaptation.requiredSnrDb(entry, 500, 0.01) <= snrDb;
        double chosenRate = chosen.map(ModulationAndCoding::spectralEfficiency).orElse(0.0);

        assertThat(enough && entry.spectralEfficiency() > chosenRate).isFalse();
        assertThat(chosen.equals(Optional.of(entry)) && !enough).isFalse();
      }
    }
  }

  @Test
  void keepsToTheMostBitsPerSymbol() {
    for (int most : new int[] {1, 2, 4, 6, 8}) {
      assertThat(choose(60, most).orElseThrow().modulation().bitsPerSymbol()).isEqualTo(most);
    }
  }

  @Test
  void choosesNothingWhereNothingWorks() {
    assertThat(choose(-20, 8)).isEmpty();
    assertThat(LinkAdaptation.choose(0.0, 500, 0.01, 8)).isEmpty();
  }

  @Test
  void tableIsThatOfTheStandard() {
    List<ModulationAndCoding> all = ModulationAndCoding.all();

    assertThat(all).hasSize(39);
    assertThat(all.get(11)).isEqualTo(new ModulationAndCoding(11, Modulation.QPSK, 120 / 1024.0));
    assertThat(all.get(38)).isEqualTo(new ModulationAndCoding(38, Modulation.QAM256, 948 / 1024.0));
    assertThat(all.get(31).spectralEfficiency()).isEqualTo(8 * 682.5 / 1024);
    for (int i = 12; i < all.size(); i++) {
      assertThat(all.get(i).spectralEfficiency())
          .as("Table 5.1.3.1-2 is in order of its spectral efficiency")
          .isGreaterThanOrEqualTo(all.get(i - 1).spectralEfficiency());
    }
  }

  @Test
  void refusesErrorRatesThatWereNotMeasured() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkAdaptation.choose(1, 500, 0.5, 8))
        .withMessageContaining("0.001 to 0.1");
  }

  private static Optional<ModulationAndCoding> choose(double snrDb, int maxBitsPerSymbol) {
    return LinkAdaptation.choose(Decibels.toLinear(snrDb), 500, 0.01, maxBitsPerSymbol);
  }
}
