package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CrcTest {
  /** Check values of CRC-16/XMODEM and CRC-24/LTE-A in G. Cook's catalogue of CRC algorithms. */
  @Test
  void giveThePublishedCheckValues() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc.CRC16.of(digits)).isEqualTo(0x31C3);
    assertThat(Crc.CRC24A.of(digits)).isEqualTo(0xCDE703);
  }

  @Test
  void remainderOfPayloadWithItsCrcIsZero() {
    byte[] checked = {'1', '2', '3', '4', '5', '6', '7', '8', '9', (byte) 0x31, (byte) 0xC3};
    assertThat(Crc.CRC16.of(checked)).isZero();
    checked[3] ^= 0x10;
    assertThat(Crc.CRC16.of(checked)).isNotZero();
  }

  @Test
  void smallBlocksHaveTheShortOne() {
    assertThat(Crc.forPayload(3824)).isEqualTo(Crc.CRC16);
    assertThat(Crc.forPayload(3832)).isEqualTo(Crc.CRC24A);
  }
}
