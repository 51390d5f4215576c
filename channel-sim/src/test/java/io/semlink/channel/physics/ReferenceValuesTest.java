package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the theory against every entry of the table of reference values. */
final class ReferenceValuesTest {
  private static final Offset<Double> CLOSED_FORM = within(1e-12);
  private static final Offset<Double> QUADRATURE = within(1e-9);
  private static final FadingLaw RAYLEIGH = new Rayleigh();
  private static final double PIXELS = 512 * 512;
  private static final JsonNode TABLE = table();

  private static JsonNode table() {
    try (InputStream file = ReferenceValuesTest.class.getResourceAsStream("channel_checks.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The bit error rates are held in the package of the modulations. */
  @Test
  void everySectionIsRead() {
    assertThat(TABLE.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "awgn_budget",
            "rayleigh_outage",
            "rayleigh_eps_outage_capacity",
            "rayleigh_ergodic",
            "rician",
            "nakagami",
            "jakes",
            "ber");
  }

  private static Stream<Arguments> rows(String section) {
    return StreamSupport.stream(TABLE.get(section).spliterator(), false)
        .map(
            row ->
                Arguments.of(
                    StreamSupport.stream(row.spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toArray()));
  }

  static Stream<Arguments> awgn() {
    return rows("awgn_budget");
  }

  @ParameterizedTest
  @MethodSource("awgn")
  void capacityOfWhiteNoise(
      double snrDb, double capacityBps, double bits20, double bpp20, double bits30, double bpp30) {
    Block block = new Block(0, 1.0, snrDb, 1e6, Duration.ofSeconds(1));

    assertThat(block.capacityBps()).isCloseTo(capacityBps, within(1e-8));
    assertThat(block.capacityBps() * 0.020).isCloseTo(bits20, within(1e-9));
    assertThat(block.capacityBps() * 0.020 / PIXELS).isCloseTo(bpp20, CLOSED_FORM);
    assertThat(block.capacityBps() * 0.030).isCloseTo(bits30, within(1e-9));
    assertThat(block.capacityBps() * 0.030 / PIXELS).isCloseTo(bpp30, CLOSED_FORM);
  }

  static Stream<Arguments> rayleighOutages() {
    return rows("rayleigh_outage");
  }

  @ParameterizedTest
  @MethodSource("rayleighOutages")
  void rayleighOutage(double snrDb, double rate, double outage) {
    assertThat(ClosedForms.outage(RAYLEIGH, Decibels.toLinear(snrDb), rate))
        .isCloseTo(outage, CLOSED_FORM);
  }

  static Stream<Arguments> epsilonCapacities() {
    return rows("rayleigh_eps_outage_capacity");
  }

  @ParameterizedTest
  @MethodSource("epsilonCapacities")
  void rayleighEpsilonOutageCapacity(double snrDb, double epsilon, double capacity) {
    assertThat(ClosedForms.epsilonOutageCapacity(RAYLEIGH, Decibels.toLinear(snrDb), epsilon))
        .isCloseTo(capacity, CLOSED_FORM);
  }

  static Stream<Arguments> ergodicCapacities() {
    return rows("rayleigh_ergodic");
  }

  @ParameterizedTest
  @MethodSource("ergodicCapacities")
  void rayleighErgodicCapacity(double snrDb, double ergodic, double whiteNoise, double share) {
    double snr = Decibels.toLinear(snrDb);

    assertThat(ClosedForms.ergodicCapacity(RAYLEIGH, snr)).isCloseTo(ergodic, QUADRATURE);
    assertThat(Capacity.spectralEfficiency(snr)).isCloseTo(whiteNoise, CLOSED_FORM);
    assertThat(ClosedForms.ergodicCapacity(RAYLEIGH, snr) / Capacity.spectralEfficiency(snr))
        .isCloseTo(share, QUADRATURE);
  }

  static Stream<Arguments> rician() {
    return rows("rician");
  }

  @ParameterizedTest
  @MethodSource
  void rician(double factor, double snrDb, double rate, double outage, double ergodic) {
    FadingLaw law = factor == 0.0 ? RAYLEIGH : new Rician(Decibels.fromLinear(factor));
    double snr = Decibels.toLinear(snrDb);

    assertThat(ClosedForms.outage(law, snr, rate)).isCloseTo(outage, CLOSED_FORM);
    assertThat(ClosedForms.ergodicCapacity(law, snr)).isCloseTo(ergodic, QUADRATURE);
  }

  static Stream<Arguments> nakagami() {
    return rows("nakagami");
  }

  @ParameterizedTest
  @MethodSource
  void nakagami(double m, double snrDb, double rate, double outage, double ergodic) {
    FadingLaw law = new Nakagami(m);
    double snr = Decibels.toLinear(snrDb);

    assertThat(ClosedForms.outage(law, snr, rate)).isCloseTo(outage, CLOSED_FORM);
    assertThat(ClosedForms.ergodicCapacity(law, snr)).isCloseTo(ergodic, QUADRATURE);
  }

  static Stream<Arguments> jakes() {
    return rows("jakes");
  }

  @ParameterizedTest
  @MethodSource
  void jakes(double dopplerHz, double lagSeconds, double autocorrelation) {
    assertThat(SecondOrderStatistics.autocorrelation(dopplerHz, lagSeconds))
        .isCloseTo(autocorrelation, CLOSED_FORM);
  }
}
