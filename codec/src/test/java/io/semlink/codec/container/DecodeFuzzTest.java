package io.semlink.codec.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.mask.MaskCoder;

/**
 * Fuzz targets for what comes off the air. An ordinary build replays the corpus; with {@code
 * JAZZER_FUZZ=1} in the environment Jazzer searches for more.
 */
class DecodeFuzzTest {
  /** Bytes are refused with the one exception, or are a container that writes itself again. */
  @FuzzTest(maxDuration = "2m")
  void containers(byte[] bytes) {
    try {
      Container container = ContainerReader.readPrefix(bytes);
      if (container.complete()) {
        assertThat(container.toBytes()).isEqualTo(bytes);
      }
    } catch (DecodeException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }

  /** Bytes are refused with the one exception, or are a mask that can be coded again. */
  @FuzzTest(maxDuration = "2m")
  void masks(byte[] bytes) {
    try {
      KeepMask mask = MaskCoder.decode(bytes, 32, 48);
      assertThat(MaskCoder.decode(MaskCoder.encode(mask), 32, 48)).isEqualTo(mask);
    } catch (DecodeException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }
}
