package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class FlowControlTest {
  @TempDir private Path folder;

  /**
   * Transmitter, simulator and receiver share one JVM with 64 MiB of heap and as much direct
   * memory; a queue of messages anywhere between them would end it with an OutOfMemoryError.
   */
  @Test
  @Timeout(300)
  void oneGibibyteGoesThroughSixtyFourMebibytes() throws Exception {
    Path output = folder.resolve("output");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-Dio.netty.maxDirectMemory=0",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-cp",
                classPath.replace(':', File.pathSeparatorChar),
                OneGibibyte.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(printed).isZero();
      assertThat(printed)
          .contains("taken=%d delivered_bits=%d".formatted(1L << 30, 8L << 30))
          .containsPattern("max_heap=6\\d{7}\\b");
    } finally {
      process.destroyForcibly();
    }
  }
}
