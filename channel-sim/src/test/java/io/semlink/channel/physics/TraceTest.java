package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Trace trace(String csv) {
    return Trace.parse(csv.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void gainsHoldUntilTheNextAndRepeat() {
    Trace trace = trace("time_s,gain\n10,1\n12,0.25\n15,4\n");
    FadingProcess process = trace.process(1, SECOND);

    assertThat(trace.length()).isEqualTo(Duration.ofSeconds(8));
    double[] period = {1, 1, 0.25, 0.25, 0.25, 4, 4, 4};
    for (int n = -24; n < 24; n++) {
      assertThat(process.gain(n)).as("block %d", n).isEqualTo(period[Math.floorMod(n, 8)]);
    }
  }

  @Test
  void blocksTakeWhatHoldsWhenTheyBegin() {
    Trace trace = trace("time_s,gain\n0,1\n0.5,2\n1,3\n1.5,4\n");

    assertThat(trace.process(1, SECOND).gain(1)).isEqualTo(3);
    assertThat(trace.process(1, Duration.ofNanos(499_999_999)).gain(1)).isEqualTo(1);
    assertThat(trace.process(1, Duration.ofMillis(500)).gain(1)).isEqualTo(2);
  }

  /** Number times length overflows; 2^63 - 1 seconds are 7 modulo 8. */
  @Test
  void distantBlocksKeepThePeriod() {
    FadingProcess process = trace("time_s,gain\n0,1\n2,2\n5,3\n").process(1, SECOND);

    assertThat(process.gain(Long.MAX_VALUE)).isEqualTo(3);
    assertThat(process.gain(Long.MIN_VALUE)).isEqualTo(1);
    assertThat(process.gain(Long.MIN_VALUE + 3)).isEqualTo(2);
  }

  @Test
  void snrsAreRelativeToTheirMeanOverTime() {
    Trace trace = trace("time_s,snr_db\n0,0\n1,10\n4,20\n");
    double mean = (1 * 1 + 3 * 10 + 3 * 100) / 7.0;

    assertThat(trace.meanSnrDb().orElseThrow())
        .isCloseTo(10 * StrictMath.log10(mean), within(1e-12));
    assertThat(trace.meanGain()).isCloseTo(1.0, within(1e-15));
    double snrDb = trace.meanSnrDb().orElseThrow();
    assertThat(snrDb + Decibels.fromLinear(trace.process(1, SECOND).gain(1)))
        .isCloseTo(10.0, within(1e-12));
  }

  @Test
  void complexGainsAreKeptToTheLastBit() {
    Trace trace = trace("time_s,h_re,h_im\n0,0.1,-0.7\n1,1e-3,0.3\n");
    FadingProcess process = trace.process(1, SECOND);

    assertThat(process.coefficient(0)).isEqualTo(new Complex(0.1, -0.7));
    assertThat(process.gain(0)).isEqualTo(new Complex(0.1, -0.7).power());
    assertThat(trace.meanSnrDb()).isEmpty();
  }

  @Test
  void phasesOfPowersAreDrawn() {
    FadingProcess process = trace("time_s,gain\n0,4\n").process(1, SECOND);

    Complex h = process.coefficient(3);
    assertThat(h.power()).isCloseTo(4.0, within(1e-14));
    assertThat(h).isEqualTo(process.coefficient(3)).isNotEqualTo(process.coefficient(4));
  }

  @Test
  void cumulativeIsTheShareOfTheTime() {
    Trace trace = trace("time_s,gain\n0,2\n1,0.5\n4,1\n");

    assertThat(trace.cumulative(0.49)).isZero();
    assertThat(trace.cumulative(0.5)).isCloseTo(3 / 7.0, within(1e-15));
    assertThat(trace.cumulative(1)).isCloseTo(6 / 7.0, within(1e-15));
    assertThat(trace.cumulative(2)).isOne();
    assertThat(trace.quantile(0)).isEqualTo(0.5);
    assertThat(trace.quantile(3 / 7.0)).isEqualTo(0.5);
    assertThat(trace.quantile(0.43)).isEqualTo(1);
    assertThat(trace.quantile(0.999)).isEqualTo(2);
    assertThat(trace.meanGain()).isCloseTo((2 + 1.5 + 3) / 7, within(1e-15));
    assertThat(ClosedForms.ergodicCapacity(trace, 2))
        .isCloseTo(
            (Capacity.spectralEfficiency(4) + 3 + 3 * Capacity.spectralEfficiency(2)) / 7,
            within(1e-12));
  }

  @Test
  void otherColumnsAndTheirOrderDoNotMatter() {
    Trace trace = trace("block, snr_db, gain, time_s\r\n0, 10, 2, 0\r\n\r\n1, 20, 3, 1\r\n");

    assertThat(trace.process(1, SECOND).gain(1)).isEqualTo(3);
    assertThat(trace.rows()).isEqualTo(2);
  }

  @Test
  void equalBytesMakeEqualTraces() {
    Trace trace = trace("time_s,gain\n0,1\n");

    assertThat(trace)
        .isEqualTo(trace("time_s,gain\n0,1\n"))
        .hasSameHashCodeAs(trace("time_s,gain\n0,1\n"));
    assertThat(trace).isNotEqualTo(trace("time_s,gain\n0,2\n"));
    assertThat(trace.sha256())
        .isEqualTo("0b11d07c55191552c4524feb8b6b80c3ea215805153c7b33809598128ad7cf65");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | line 1: columns must be",
        "gain                          | line 1: columns must be",
        "time_s,h_re                   | line 1: columns must be",
        "time_s,gain                   | holds no gains",
        "time_s,gain;0,1;0,2           | line 3: time_s must ascend",
        "time_s,gain;1,1;;0.5,2        | line 4: time_s must ascend",
        "time_s,gain;0,-1              | line 2: gain must be 0.0 to 1.0E12, but is -1",
        "time_s,gain;0,NaN             | line 2: gain must be",
        "time_s,gain;0,one             | line 2: gain is no number: 'one'",
        "time_s,gain;0                 | line 2: 1 cells under 2 column names",
        "time_s,gain;0,1,2             | line 2: 3 cells under 2 column names",
        "time_s,snr_db;0,1;1,201       | line 3: snr_db must be",
        "time_s,h_re,h_im;0,1,Infinity | line 2: h_im must be",
        "time_s,gain;1e9,1             | line 2: time_s must be"
      })
  void errorsNameTheLine(String csv, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace(csv.replace(';', '\n')))
        .withMessageContaining(message);
  }

  @Test
  void errorsShowNoMoreThanTheBeginning() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace("x".repeat(100_000)))
        .withMessageEndingWith("x...")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace("time_s,gain\n0," + "x".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void tooManyGainsAreRefused() {
    StringBuilder csv = new StringBuilder("time_s,gain\n");
    for (int i = 0; i < Trace.MAX_ROWS; i++) {
      csv.append(i).append(",1\n");
    }
    csv.append(Trace.MAX_ROWS).append(",1\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace(csv.toString()))
        .withMessageContaining("line 1000002: at most 1000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trace.parse(new byte[Trace.MAX_BYTES + 1]))
        .withMessageContaining("bytes");
  }
}
