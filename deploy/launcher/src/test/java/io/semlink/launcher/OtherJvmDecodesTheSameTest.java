package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.PhotoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is coded does not depend on the run, the JVM or the number of threads, and neither does what
 * is decoded, up to the rounding of the synthesis, which sums floats in an order of its own: now
 * and then a sample next to a rounding boundary moves by one level. One wrong symbol would move
 * hundreds, by more.
 */
final class OtherJvmDecodesTheSameTest {
  private static final List<String> ONE_THREAD =
      List.of(
          "-Dai.djl.pytorch.num_threads=1",
          "-Dai.djl.pytorch.num_interop_threads=1",
          "-XX:ActiveProcessorCount=1");

  @TempDir private Path folder = Path.of("");

  @Test
  void anotherJvmWithOneThreadGivesTheSameBytes() throws Exception {
    String photo = Home.examples().resolve("astronaut.png").toString();
    Path here = folder.resolve("here.sl");
    Path again = folder.resolve("again.sl");
    Path there = folder.resolve("there.sl");
    for (Path file : List.of(here, again)) {
      assertThat(
              new TestStreams()
                  .run("encode", photo, "-k", "9", "--alpha", "0.3", "-o", file.toString()))
          .isZero();
    }
    assertThat(Files.mismatch(here, again))
        .as("first byte that differs on repetition")
        .isEqualTo(-1);
    OtherJvm.run(ONE_THREAD, "encode", photo, "-k", "9", "--alpha", "0.3", "-o", there.toString());
    assertThat(Files.mismatch(here, there)).as("first byte that differs elsewhere").isEqualTo(-1);

    Path decodedHere = folder.resolve("here.png");
    Path decodedThere = folder.resolve("there.png");
    assertThat(new TestStreams().run("decode", here.toString(), "-o", decodedHere.toString()))
        .isZero();
    OtherJvm.run(ONE_THREAD, "decode", here.toString(), "-o", decodedThere.toString());
    byte[] a = PhotoReader.read(Files.readAllBytes(decodedHere)).rgb();
    byte[] b = PhotoReader.read(Files.readAllBytes(decodedThere)).rgb();
    int moved = 0;
    for (int i = 0; i < a.length; i++) {
      int difference = Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
      assertThat(difference).as("sample %d", i).isLessThanOrEqualTo(1);
      moved += difference;
    }
    assertThat(moved).as("samples that moved, of %d", a.length).isLessThan(a.length / 10_000);
  }
}
