package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.launcher.eval.BdRate.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BdRateTest {
  private static final Map<String, List<Point>> PEERS =
      Peers.load().stream().collect(Collectors.toMap(Peers.Peer::name, Peers.Peer::points));

  /** Expected values: SciPy 1.17.1, PchipInterpolator over log10 of the rate, integrate(). */
  @ParameterizedTest
  @CsvSource({
    "OpenJPEG 2.5.4, -15.6177",
    "JPEG, -54.1016",
    "WebP, -28.4239",
    "BPG, 3.9298",
  })
  void agreesWithAnIndependentImplementation(String peer, double percent) {
    assertThat(100 * BdRate.of(PEERS.get("hyperprior, published"), PEERS.get(peer)))
        .isCloseTo(percent, within(0.001));
  }

  @Test
  void aCurveOfHalfTheRateIsMinusFiftyPerCent() {
    List<Point> peer = PEERS.get("WebP");
    List<Point> half = peer.stream().map(p -> new Point(p.bpp() / 2, p.psnrDb())).toList();
    assertThat(BdRate.of(half, peer)).isCloseTo(-0.5, within(1e-12));
    assertThat(BdRate.of(peer, half)).isCloseTo(1, within(1e-12));
    assertThat(BdRate.of(peer, peer)).isZero();
  }

  @Test
  void twoPointsAreALine() {
    List<Point> steep = List.of(new Point(1, 30), new Point(4, 40));
    List<Point> flat = List.of(new Point(1, 30), new Point(2, 40));
    // The logarithms differ by 0 at 30 dB and ln 2 at 40 dB, ln 2 / 2 in the mean.
    assertThat(BdRate.of(steep, flat)).isCloseTo(Math.sqrt(2) - 1, within(1e-12));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    List<Point> low = List.of(new Point(0.1, 20), new Point(0.2, 25));
    List<Point> high = List.of(new Point(1, 30), new Point(2, 35));
    assertThatThrownBy(() -> BdRate.of(low, high)).hasMessageContaining("share no range");
    assertThatThrownBy(() -> BdRate.of(low.subList(0, 1), high)).hasMessageContaining("two points");
    List<Point> falling = List.of(new Point(0.2, 20), new Point(0.1, 25));
    assertThatThrownBy(() -> BdRate.of(falling, high)).hasMessageContaining("does not rise");
  }
}
