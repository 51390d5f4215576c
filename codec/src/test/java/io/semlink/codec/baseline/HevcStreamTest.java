package io.semlink.codec.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HevcStreamTest {
  /** Sequence parameter set that x265 3.5 writes for 768x512 pixels in 4:4:4. */
  private static final byte[] SPS =
      HexFormat.of()
          .parseHex(
              "420101040800000300"
                  + "9e380000030000"
                  + "5a9000c040100b2dd492535cdc080818100000030010"
                  + "000003001080");

  @Test
  void aSequenceSaysItsSizeAndProfile() {
    HevcStream.Sequence sequence = HevcStream.sequence(SPS).orElseThrow();

    assertThat(sequence.width()).isEqualTo(768);
    assertThat(sequence.height()).isEqualTo(512);
    assertThat(sequence.chromaFormat()).isEqualTo(3);
    assertThat(sequence.profile()).isEqualTo(HexFormat.of().parseHex("04080000009e38000000005a"));
  }

  @Test
  void everyCutOfASequenceIsReadOrRefused() {
    for (int length = 2; length < 24; length++) {
      byte[] cut = Arrays.copyOf(SPS, length);
      assertThat(HevcStream.sequence(cut).filter(found -> found.width() != 768)).isEmpty();
    }
  }

  @Test
  void unitsComeBackFromTheirStream() {
    List<byte[]> units = List.of(SPS, new byte[] {0x28, 1, 0, 0, 3, 9}, new byte[] {0x44, 1, 7});

    List<byte[]> split = HevcStream.split(HevcStream.join(units));

    assertThat(split).usingElementComparator(Arrays::compare).isEqualTo(units);
    assertThat(split.stream().map(HevcStream::typeOf)).containsExactly(33, 20, 34);
  }

  @Test
  void otherBytesAreNoStream() {
    assertThat(HevcStream.split(new byte[0])).isEmpty();
    assertThat(HevcStream.split(new byte[] {1, 0, 0, 0, 1, 2, 3, 4})).isEmpty();
    assertThat(HevcStream.split(new byte[] {0, 0, 0, 1, 2, 3})).isEmpty();
    assertThat(HevcStream.split(new byte[] {0, 0, 0, 1})).isEmpty();
  }
}
