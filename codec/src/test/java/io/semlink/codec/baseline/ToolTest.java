package io.semlink.codec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {
  @TempDir Path folder;

  @Test
  void missingProgramsNameTheirPackage() {
    Tool tool = Tool.find("semlink-nowhere", "semlink-no-such-program");

    assertThat(tool.installed()).isFalse();
    assertThatThrownBy(() -> tool.run(folder, List.of()))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("semlink-no-such-program is not installed")
        .hasMessageContaining("Debian package semlink-nowhere");
  }

  @Test
  void theFirstInstalledNameCounts() throws Exception {
    Tool tool = Tool.find("dash", "semlink-no-such-program", "sh");

    assertThat(tool.run(folder, List.of("-c", "echo written > file; echo said"))).contains("said");
    assertThat(folder.resolve("file")).hasContent("written");
  }

  @Test
  void failuresSayWhatTheProgramSaidLast() {
    Tool tool = Tool.find("dash", "sh");

    assertThatThrownBy(() -> tool.run(folder, List.of("-c", "echo one; echo two >&2; exit 7")))
        .isInstanceOf(ToolException.class)
        .hasMessage("sh ended with code 7: two");
  }

  @Test
  void interruptedRunsEndTheProgram() throws Exception {
    Tool tool = Tool.find("dash", "sh");
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> tool.run(folder, List.of("-c", "echo $$ > pid; exec tail -f /dev/null")))
        .isInstanceOf(java.util.concurrent.CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .noneMatch(child -> child.info().arguments().stream().anyMatch(ToolTest::isTail));
    assertThat(Files.exists(folder.resolve("output.txt"))).isTrue();
  }

  private static boolean isTail(String[] arguments) {
    return String.join(" ", arguments).contains("/dev/null");
  }
}
