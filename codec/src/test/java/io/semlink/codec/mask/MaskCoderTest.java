package io.semlink.codec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.entropy.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCoderTest {
  private static final long SEED = 42;

  @Test
  void everyMaskComesBack() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 500; trial++) {
      int rows = 1 + random.nextInt(40);
      int columns = 1 + random.nextInt(40);
      double density = random.nextDouble();
      boolean[] kept = new boolean[rows * columns];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = random.nextDouble() < density;
      }
      KeepMask mask = new KeepMask(rows, columns, kept);
      assertThat(MaskCoder.decode(MaskCoder.encode(mask), rows, columns))
          .as("seed %d, trial %d", SEED, trial)
          .isEqualTo(mask);
    }
  }

  @Test
  void aBlobOfAFifthCostsAFractionOfTheRawMask() {
    byte[] coded = MaskCoder.encode(disc(32, 32, 8));
    assertThat(coded).hasSizeLessThanOrEqualTo(24); // raw: 128 bytes
  }

  @Test
  void masksOfPhotosCostASeventhOfTheRawMask() throws IOException {
    List<KeepMask> masks = kodakMasks();
    int raw = 0;
    int coded = 0;
    for (KeepMask mask : masks) {
      byte[] bytes = MaskCoder.encode(mask);
      assertThat(MaskCoder.decode(bytes, mask.rows(), mask.columns())).isEqualTo(mask);
      raw += mask.cells() / 8;
      coded += bytes.length;
    }
    assertThat(masks).hasSize(24);
    assertThat((double) coded / raw).isLessThan(1 / 7.0);
  }

  /** Every damage ends in the one exception or in another mask of the same size. */
  @Test
  void damagedMasksNeverLoopOrOverflow() throws IOException {
    Random random = new Random(SEED);
    for (KeepMask mask : kodakMasks()) {
      byte[] coded = MaskCoder.encode(mask);
      for (int trial = 0; trial < 100; trial++) {
        byte[] damaged = Arrays.copyOf(coded, random.nextInt(coded.length + 5));
        for (int i = 0; i < damaged.length; i += 1 + random.nextInt(20)) {
          damaged[i] = (byte) random.nextInt();
        }
        try {
          KeepMask read = MaskCoder.decode(damaged, mask.rows(), mask.columns());
          assertThat(read.cells()).isEqualTo(mask.cells());
        } catch (DecodeException e) {
          assertThat(e.offset()).as("seed %d", SEED).isBetween(0L, (long) damaged.length);
        }
      }
    }
  }

  @Test
  void allAndNothingCostOneByte() {
    assertThat(MaskCoder.encode(KeepMask.uniform(32, 32, true))).hasSize(1);
    assertThat(MaskCoder.encode(KeepMask.uniform(32, 32, false))).hasSize(1);
  }

  /** Three dropped, two kept, one dropped: Exp-Golomb codes 00100, 011 and 010 of order 0. */
  @Test
  void runsAreReadAsDocumented() {
    KeepMask mask = new KeepMask(2, 3, new boolean[] {false, false, false, true, true, false});
    byte[] coded = HexFormat.of().parseHex("902340");
    assertThat(MaskCoder.decode(coded, 2, 3)).isEqualTo(mask);
    assertThat(RunCoding.encode(mask, 0, 0x90)).isEqualTo(coded);
  }

  @Test
  void runsAreChosenWhereTheyAreShorter() {
    boolean[] kept = new boolean[256 * 256];
    kept[20_000] = true;
    KeepMask mask = new KeepMask(256, 256, kept);
    byte[] coded = MaskCoder.encode(mask);
    assertThat(Byte.toUnsignedInt(coded[0])).isBetween(0x90, 0x97);
    assertThat(MaskCoder.decode(coded, 256, 256)).isEqualTo(mask);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "82",
        "8F",
        "98",
        "FF",
        "8000",
        "8100",
        "90",
        "9000",
        "90FFFF",
        "9420",
        "0000000000000000"
      })
  void nonsenseIsRefused(String nonsense) {
    byte[] bytes = HexFormat.of().parseHex(nonsense);
    assertThatThrownBy(() -> MaskCoder.decode(bytes, 2, 2)).isInstanceOf(DecodeException.class);
  }

  private static List<KeepMask> kodakMasks() throws IOException {
    try (InputStream in = MaskCoderTest.class.getResourceAsStream("kodak-masks.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(MaskCoderTest::parse)
          .toList();
    }
  }

  private static KeepMask parse(String line) {
    String[] fields = line.split(" ");
    int rows = Integer.parseInt(fields[0]);
    int columns = Integer.parseInt(fields[1]);
    byte[] bits = HexFormat.of().parseHex(fields[2]);
    boolean[] kept = new boolean[rows * columns];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = (bits[i / 8] >> 7 - i % 8 & 1) == 1;
    }
    return new KeepMask(rows, columns, kept);
  }

  static KeepMask disc(int rows, int columns, double radius) {
    boolean[] kept = new boolean[rows * columns];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.hypot(i / columns - rows / 2.0, i % columns - columns / 2.0) < radius;
    }
    return new KeepMask(rows, columns, kept);
  }
}
