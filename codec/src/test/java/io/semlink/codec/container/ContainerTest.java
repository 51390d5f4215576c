package io.semlink.codec.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.entropy.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContainerTest {
  private static final long SEED = 99;

  private static Container sample() {
    return Container.of(
        new byte[] {1, 2, 3, 4},
        1,
        512,
        384,
        7,
        List.of(
            new Container.Segment(1, false, new byte[] {10, 11, 12}),
            new Container.Segment(2, false, new byte[] {20}),
            new Container.Segment(3, false, new byte[] {30, 31}),
            new Container.Segment(4, true, new byte[] {40, 41, 42, 43}),
            new Container.Segment(4, true, new byte[] {50})));
  }

  /** Written by hand from docs/container-format.md; checksums by an independent CRC-32C. */
  @Test
  void bytesAreThoseOfTheFormat() {
    String header = "534c01" + "01020304" + "01" + "8004" + "8003" + "07" + "05";
    String directory = "0103" + "0201" + "0302" + "8404" + "8401";
    byte[] body = HexFormat.of().parseHex(header + directory);
    byte[] file = sample().toBytes();
    assertThat(Arrays.copyOf(file, body.length)).isEqualTo(body);
    assertThat(Bitwise.crc32c(body)).isEqualTo(Bitwise.intAt(file, body.length));
    byte[] segment = {file[24], file[25], file[26], file[27], 0, 10, 11, 12};
    assertThat(Bitwise.crc32c(segment)).isEqualTo(Bitwise.intAt(file, 28 + 3));
  }

  @Test
  void aFileOfVersionOneStaysReadable() throws IOException {
    byte[] golden = golden();
    assertThat(sample().toBytes()).isEqualTo(golden);
    Container read = ContainerReader.read(golden);
    assertThat(read.header().point()).isEqualTo(7);
    assertThat(read.payloads().get(3)).containsExactly(40, 41, 42, 43);
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = ContainerTest.class.getResourceAsStream("version1.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  @Test
  void framingOfAUsualStreamStaysWithinThreePercentOfTheTightestBudget() {
    Container usual =
        Container.of(
            new byte[4],
            1,
            512,
            512,
            3,
            List.of(
                new Container.Segment(1, false, new byte[30]),
                new Container.Segment(2, false, new byte[25]),
                new Container.Segment(3, false, new byte[110]),
                new Container.Segment(4, true, new byte[900]),
                new Container.Segment(4, true, new byte[600])));
    assertThat(usual.framingBits()).isLessThanOrEqualTo(14_110 * 3 / 100);
  }

  @Test
  void comesBack() {
    Container read = ContainerReader.read(sample().toBytes());
    assertThat(read.header().directory()).isEqualTo(sample().header().directory());
    assertThat(read.header().width()).isEqualTo(512);
    for (int i = 0; i < 5; i++) {
      assertThat(read.payloads().get(i)).isEqualTo(sample().payloads().get(i));
    }
    assertThat(8L * sample().toBytes().length)
        .isEqualTo(
            read.framingBits()
                + read.payloadBits(1)
                + read.payloadBits(2)
                + read.payloadBits(3)
                + read.payloadBits(4));
  }

  @Test
  void everyFlippedBitIsReported() {
    byte[] file = sample().toBytes();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> ContainerReader.readPrefix(damaged))
          .as("bit %d", bit)
          .isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void aCutCostsRefinementsButNeverEssentials() {
    byte[] file = sample().toBytes();
    int essentials = file.length - (4 + 4) - (1 + 4);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length < essentials) {
        assertThatThrownBy(() -> ContainerReader.readPrefix(cut))
            .as("cut at %d", length)
            .isInstanceOf(DecodeException.class);
      } else {
        assertThat(ContainerReader.readPrefix(cut).payloads())
            .as("cut at %d", length)
            .hasSize(length < essentials + 8 ? 3 : 4);
      }
      assertThatThrownBy(() -> ContainerReader.read(cut)).isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void segmentsCannotSwapPlacesOrContainers() {
    ContainerReader reader = new ContainerReader(sample().headerBytes());
    assertThatThrownBy(() -> reader.add(sample().segmentBytes(1)))
        .isInstanceOf(DecodeException.class);
    Container other =
        Container.of(
            new byte[4],
            1,
            512,
            384,
            7,
            List.of(new Container.Segment(1, false, new byte[] {10, 11, 12})));
    assertThatThrownBy(() -> reader.add(other.segmentBytes(0))).isInstanceOf(DecodeException.class);
    reader.add(sample().segmentBytes(0));
    assertThatThrownBy(reader::finish)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("essential");
  }

  @Test
  void mutatedFilesEndInTheOneExceptionOrAnInSpecContainer() {
    Random random = new Random(SEED);
    byte[] file = sample().toBytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = Arrays.copyOf(file, random.nextInt(file.length + 8));
      for (int j = random.nextInt(6); j >= 0 && mutant.length > 0; j--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }
      try {
        ContainerReader.readPrefix(mutant);
      } catch (DecodeException e) {
        assertThat(e.offset()).as("seed %d", SEED).isBetween(0L, (long) mutant.length);
      }
    }
  }

  /** A directory may promise gigabytes; what is allocated follows what is there. */
  @Test
  void allocationFollowsTheInputAndNotItsPromises() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(SEED);
    List<SegmentEntry> promises =
        Collections.nCopies(
            ContainerHeader.MAX_SEGMENTS, new SegmentEntry(4, false, SegmentEntry.MAX_LENGTH));
    byte[] header = new ContainerHeader(new byte[4], 1, 4096, 4096, 0, promises).encode();
    byte[] samples = sample().toBytes();
    for (int i = 0; i < 2000; i++) {
      byte[] start = i % 2 == 0 ? header : samples;
      byte[] file = new byte[random.nextInt(4096)];
      random.nextBytes(file);
      System.arraycopy(start, 0, file, 0, Math.min(file.length, random.nextInt(start.length + 1)));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        ContainerReader.readPrefix(file);
      } catch (DecodeException e) {
        assertThat(e.reason()).isNotEmpty();
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("seed %d", SEED).isLessThan(16L * file.length + (1 << 18));
    }
  }

  /** CRC-32C bit by bit (RFC 3720, appendix B.4), independent of the JDK's. */
  private static final class Bitwise {
    static int crc32c(byte[] bytes) {
      int crc = -1;
      for (byte b : bytes) {
        crc ^= b & 0xFF;
        for (int i = 0; i < 8; i++) {
          crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
        }
      }
      return ~crc;
    }

    static int intAt(byte[] bytes, int at) {
      return java.nio.ByteBuffer.wrap(bytes).getInt(at);
    }
  }
}
