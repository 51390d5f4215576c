package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TransportBlockCodeTest {
  static Stream<Vector> vectors() {
    return lines().stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Vector.parse(line.split(" ", -1)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void codedBitsAreThoseOfAnotherImplementation(Vector vector) throws NoSuchAlgorithmException {
    TransportBlockCode code = TransportBlockCode.of(vector.payloadBits(), vector.codeRate());
    assertThat(code.baseGraph().ordinal() + 1).isEqualTo(vector.baseGraph());
    assertThat(code.liftingSize()).isEqualTo(vector.liftingSize());
    assertThat(code.crcBits()).isEqualTo(4 * vector.crc().length());
    byte[] payload = vector.payload();
    assertThat(code.crc().of(payload)).isEqualTo(Integer.parseInt(vector.crc(), 16));

    byte[] bits =
        code.select(
            code.encode(payload),
            vector.redundancyVersion(),
            vector.codedBits(),
            vector.bitsPerSymbol());

    assertThat(firstBits(bits)).isEqualTo(vector.firstBits());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bits);
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(vector.digest());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void softBufferPutsEachBitBackInItsPlace(Vector vector) {
    TransportBlockCode code = TransportBlockCode.of(vector.payloadBits(), vector.codeRate());
    byte[] codeword = code.encode(vector.payload());
    byte[] bits =
        code.select(
            codeword, vector.redundancyVersion(), vector.codedBits(), vector.bitsPerSymbol());
    float[] llrs = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      llrs[i] = 1.0f - 2.0f * bits[i];
    }
    SoftBuffer soft = code.softBuffer();
    soft.combine(llrs, llrs.length, vector.redundancyVersion(), vector.bitsPerSymbol());

    int received = 0;
    for (int i = 0; i < codeword.length; i++) {
      float sum = soft.llrs()[i];
      assertThat(sum * (1 - 2 * codeword[i])).isGreaterThanOrEqualTo(0.0f);
      received += (int) Math.abs(sum);
    }
    assertThat(received).isEqualTo(bits.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 0, 4, 12, 8425, 8432})
  void otherPayloadsAreRefused(int payloadBits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportBlockCode.of(payloadBits, 0.5))
        .withMessageContaining("payloadBits");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.5, 0.96, Double.NaN})
  void otherRatesAreRefused(double codeRate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportBlockCode.of(800, codeRate))
        .withMessageContaining("codeRate");
  }

  @Test
  void whatCannotBeSentIsRefused() {
    TransportBlockCode code = TransportBlockCode.of(800, 0.5);
    assertThatIllegalArgumentException().isThrownBy(() -> code.encode(new byte[99]));
    byte[] codeword = code.encode(new byte[100]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.select(codeword, 4, 1600, 2))
        .withMessageContaining("redundancyVersion");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.select(codeword, 0, 1601, 2))
        .withMessageContaining("1601");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.select(codeword, 0, 1600, 5))
        .withMessageContaining("bitsPerSymbol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.select(new byte[10], 0, 1600, 2))
        .withMessageContaining("codeword");
  }

  private static String firstBits(byte[] bits) {
    byte[] packed = new byte[8];
    for (int i = 0; i < 64; i++) {
      packed[i / 8] |= (byte) (bits[i] << (7 - i % 8));
    }
    return HexFormat.of().formatHex(packed);
  }

  private static List<String> lines() {
    try (InputStream stream =
        TransportBlockCodeTest.class.getResourceAsStream("py3gpp-vectors.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line of the resource; see there. */
  record Vector(
      int payloadBits,
      double codeRate,
      int baseGraph,
      int liftingSize,
      String crc,
      int redundancyVersion,
      int bitsPerSymbol,
      int codedBits,
      String firstBits,
      String digest) {
    private static Vector parse(String[] fields) {
      return new Vector(
          Integer.parseInt(fields[0]),
          Double.parseDouble(fields[1]),
          Integer.parseInt(fields[2]),
          Integer.parseInt(fields[3]),
          fields[4],
          Integer.parseInt(fields[5]),
          Integer.parseInt(fields[6]),
          Integer.parseInt(fields[7]),
          fields[8],
          fields[9]);
    }

    private byte[] payload() {
      byte[] payload = new byte[payloadBits / 8];
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) (131 * i + i * i / 8 + payloadBits);
      }
      return payload;
    }
  }
}
