package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command where codec and PyTorch are not installed, as in the channel simulator's image. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class WithoutModelsTest {
  private static final Pattern MODELS =
      Pattern.compile(".*(/(codec|transmitter|client|receiver)/target/[^/]+|/ai/djl/.*)");

  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !MODELS.matcher(entry).matches())
          .collect(Collectors.joining(File.pathSeparator));

  private static Process start(String... args) throws IOException {
    return OtherJvm.start(CLASS_PATH, List.of(), args);
  }

  private static void assertEnds(Process process, int code, String out, String err)
      throws Exception {
    String standardOut =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String standardErr =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(standardErr).isEqualTo(code);
    assertThat(standardOut).contains(out);
    assertThat(standardErr).contains(err);
  }

  @Test
  void offersWhatNeedsNoModels() throws Exception {
    assertEnds(start("--help"), 0, "channel-sim", "");
    assertEnds(start("transmitter"), ExitCode.USAGE.code(), "", "'transmitter'");
  }

  @Test
  void namesErrorsAllTheSame() throws Exception {
    assertEnds(
        start("health", "127.0.0.1:1"),
        ExitCode.UNAVAILABLE.code(),
        "",
        "UNAVAILABLE: io exception");
    assertEnds(
        start("channel-sim", "--links=no/such/file"), ExitCode.FILE.code(), "", "no/such/file");
  }

  @Test
  void runsTheChannelSimulator() throws Exception {
    Process channel = start("channel-sim", "--port=0", "--admin-port=0", "--log-level=ERROR");
    try {
      String target = "127.0.0.1:" + OtherJvm.awaitPort(channel);
      assertEnds(start("link", "list", "--target", target), 0, "default", "");
    } finally {
      channel.destroyForcibly();
    }
  }
}
