package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** decode(encode(x)) does not depend on the run, the JVM or the number of threads. */
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
    assertThat(Files.mismatch(decodedHere, decodedThere)).as("decoded picture").isEqualTo(-1);
  }
}
