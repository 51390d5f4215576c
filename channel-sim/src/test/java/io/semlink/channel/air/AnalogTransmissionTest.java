package io.semlink.channel.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.RandomStreams;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnalogTransmissionTest {
  private static final LinkModel MODEL = new AnalogModel();
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final long SEED = 11;

  /** Within 4 sigma (false alarm 6e-5 a figure): the power of CN noise deviates by its mean. */
  @ParameterizedTest
  @CsvSource({"10, 0.5", "0, 1", "-5, 2.5", "30, 0.01"})
  void errorsHaveTheVarianceOfNoiseOverGain(double snrDb, double gain) {
    int count = 100_000;
    Payload.Symbols sent = symbols(count, 1.0f);
    BlockSource blocks = Blocks.of(snrDb, Duration.ofMillis(1), gain);

    Payload.Symbols received = received(begin(blocks, LIMIT, 0).carry(sent));

    double expected = 1 / (gain * Math.pow(10, snrDb / 10));
    assertThat(meanSquaredError(sent, received, 0, count))
        .isCloseTo(expected, within(4 * expected / Math.sqrt(count)));
  }

  @Test
  void everyBlockHasItsGain() {
    Payload.Symbols sent = symbols(4000, 1.0f);
    BlockSource blocks = Blocks.of(20, Duration.ofMillis(2), 1.0, 0.0);

    Payload.Symbols received = received(begin(blocks, LIMIT, 0).carry(sent));

    assertThat(meanSquaredError(sent, received, 0, 2000)).isCloseTo(0.01, within(0.001));
    for (int i = 2000; i < 4000; i++) {
      assertThat(received.inPhase()[i]).as("of a dead block").isZero();
    }
  }

  @Test
  void powerIsNormalisedAndTheScaleUndoesIt() {
    Payload.Symbols sent = symbols(1000, 40.0f);

    Payload.Symbols received = received(begin(Blocks.constant(90), LIMIT, 0).carry(sent));

    double power = 0;
    for (int i = 0; i < 1000; i++) {
      double re = received.inPhase()[i];
      double im = received.quadrature()[i];
      power += (re * re + im * im) / 1000;
      assertThat(re * received.scale()).isCloseTo(sent.inPhase()[i], within(0.02));
      assertThat(im * received.scale()).isCloseTo(sent.quadrature()[i], within(0.02));
    }
    assertThat(power).isCloseTo(1.0, within(1e-4));
  }

  @Test
  void scaleOfTheSenderIsKept() {
    Payload.Symbols plain = symbols(10, 3.0f);
    Payload.Symbols scaled = new Payload.Symbols(plain.inPhase(), plain.quadrature(), 2.0f);

    float once = received(begin(Blocks.constant(20), LIMIT, 0).carry(plain)).scale();

    assertThat(received(begin(Blocks.constant(20), LIMIT, 0).carry(scaled)).scale())
        .isEqualTo(2 * once);
  }

  @Test
  void everySymbolIsOneChannelUse() {
    Carried carried = begin(Blocks.constant(10), LIMIT, 0).carry(symbols(2500, 1.0f));

    assertThat(carried.channelUses()).isEqualTo(2500);
    assertThat(carried.onTime()).isEqualTo(2500);
    assertThat(carried.airTime()).isEqualTo(Duration.ofNanos(2_500_000));
    assertThat(carried.coding()).isEmpty();
  }

  @Test
  void limitCuts() {
    Transmission transmission = begin(Blocks.constant(10), Duration.ofMillis(2), 0);

    Carried carried = transmission.carry(symbols(2500, 1.0f));
    Carried after = transmission.carry(symbols(10, 1.0f));

    assertThat(carried.onTime()).isEqualTo(2000);
    assertThat(received(carried).units()).isEqualTo(2000);
    assertThat(carried.outage()).isTrue();
    assertThat(after.onTime()).isZero();
    assertThat(after.channelUses()).isZero();
  }

  @Test
  void sameSeedGivesTheSameNoise() {
    Payload.Symbols sent = symbols(100, 1.0f);

    Payload.Symbols first = received(begin(Blocks.constant(0), LIMIT, 5).carry(sent));
    Payload.Symbols again = received(begin(Blocks.constant(0), LIMIT, 5).carry(sent));
    Payload.Symbols other = received(begin(Blocks.constant(0), LIMIT, 6).carry(sent));

    assertThat(again.inPhase()).isEqualTo(first.inPhase());
    assertThat(again.quadrature()).isEqualTo(first.quadrature());
    assertThat(other.inPhase()).isNotEqualTo(first.inPhase());
  }

  @Test
  void silenceIsAllowed() {
    Payload.Symbols silence = new Payload.Symbols(new float[5], new float[5], 1.0f);

    assertThat(received(begin(Blocks.constant(10), LIMIT, 0).carry(silence)).scale()).isOne();
    assertThat(begin(Blocks.constant(10), LIMIT, 0).carry(symbols(0, 1)).outage()).isFalse();
  }

  @Test
  void refusesBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                begin(Blocks.constant(10), LIMIT, 0)
                    .carry(new Payload.Bytes(ByteBuffer.allocate(1))))
        .withMessageContaining("symbols, not bytes");
  }

  private static Transmission begin(BlockSource blocks, Duration limit, long transmission) {
    return MODEL.begin(
        new Air(blocks, MODEL::unitsPerSecond), new Terms(0, limit, 1.0, SEED, transmission));
  }

  private static Payload.Symbols received(Carried carried) {
    return (Payload.Symbols) carried.received();
  }

  /** Symbols of unit power and random phase, times an amplitude. */
  private static Payload.Symbols symbols(int count, float amplitude) {
    UniformRandomProvider random = RandomStreams.open(SEED, 1);
    float[] inPhase = new float[count];
    float[] quadrature = new float[count];
    for (int i = 0; i < count; i++) {
      double phase = random.nextDouble(0, 2 * Math.PI);
      inPhase[i] = (float) (amplitude * Math.cos(phase));
      quadrature[i] = (float) (amplitude * Math.sin(phase));
    }
    return new Payload.Symbols(inPhase, quadrature, 1.0f);
  }

  private static double meanSquaredError(
      Payload.Symbols sent, Payload.Symbols received, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      double re = received.inPhase()[i] - sent.inPhase()[i];
      double im = received.quadrature()[i] - sent.quadrature()[i];
      sum += re * re + im * im;
    }
    return sum / (to - from);
  }
}
