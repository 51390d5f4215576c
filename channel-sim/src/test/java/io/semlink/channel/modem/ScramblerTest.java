package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScramblerTest {
  /** From {@code nrPRBS} of py3gpp 0.6.0. */
  @ParameterizedTest
  @CsvSource({
    "32768, 13141c75db21b7f60b2f670c0b574bd4",
    "1, 028303742b9afde2a6da2a985796534a",
    "305419896, d2e1de794fef0b709b16c046e995d693",
  })
  void sequenceIsThatOfTheStandard(int initial, String hexadecimal) {
    StringBuilder bits = new StringBuilder();
    for (byte bit : Scrambler.sequence(initial, 128)) {
      bits.append(bit);
    }

    assertThat(new BigInteger(bits.toString(), 2)).isEqualTo(new BigInteger(hexadecimal, 16));
  }

  @Test
  void softBitsAreDescrambledAsBitsAre() {
    byte[] bits = new byte[140_000];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (i % 3 == 0 ? 1 : 0);
    }
    byte[] scrambled = bits.clone();
    Scrambler.scramble(scrambled);
    float[] ratios = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      ratios[i] = scrambled[i] == 0 ? 2.5f : -2.5f;
    }

    Scrambler.descramble(ratios);

    for (int i = 0; i < bits.length; i++) {
      assertThat(ratios[i]).isEqualTo(bits[i] == 0 ? 2.5f : -2.5f);
    }
    Scrambler.scramble(scrambled);
    assertThat(scrambled).isEqualTo(bits);
  }

  @Test
  void equalBytesMakeSymbolsOfUnitPower() {
    byte[] bits = new byte[60_000];
    Scrambler.scramble(bits);
    float[] inPhase = new float[bits.length / 6];
    float[] quadrature = new float[inPhase.length];
    Modulation.QAM64.map(bits, inPhase, quadrature);

    double power = 0;
    for (int i = 0; i < inPhase.length; i++) {
      power += inPhase[i] * inPhase[i] + quadrature[i] * quadrature[i];
    }
    assertThat(power / inPhase.length).isBetween(0.97, 1.03);
  }
}
