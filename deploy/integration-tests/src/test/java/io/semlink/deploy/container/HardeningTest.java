package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;

/** What operators may rely on of the images. */
@ContainerTest
final class HardeningTest {
  @Test
  void runsAsNobodyInParticular(LinkContainers link) throws Exception {
    for (ServiceContainer service : link.all()) {
      assertThat(run(service, "grep -E '^(Uid|Gid|CapEff|NoNewPrivs):' /proc/1/status"))
          .as(service.kind().label())
          .containsPattern("Uid:\\s+65532\\s+65532")
          .containsPattern("Gid:\\s+65532\\s+65532")
          .containsPattern("CapEff:\\s+0000000000000000")
          .containsPattern("NoNewPrivs:\\s+1");
      assertThat(run(service, "tr '\\0' ' ' </proc/1/cmdline")).startsWith("java ");
    }
  }

  @Test
  void writesNothing(LinkContainers link) throws Exception {
    link.client().send(Photos.small(), Requests.painted(1), Duration.ofMinutes(1), event -> {});
    for (ServiceContainer service : link.all()) {
      assertThat(service.inspect().getHostConfig().getReadonlyRootfs()).isTrue();
      // Docker makes the points where it mounts things.
      assertThat(service.changedFiles())
          .as(service.kind().label())
          .allMatch(path -> path.equals("/tmp") || path.startsWith("/etc"));
      assertThat(run(service, "find /tmp -type f")).as(service.kind().label()).isEmpty();
      ExecResult write = service.container().execInContainer("sh", "-c", "echo >/opt/semlink/x");
      assertThat(write.getExitCode()).isNotZero();
    }
  }

  @Test
  void isHealthyByItsOwnCheck(LinkContainers link) {
    for (ServiceContainer service : link.all()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(service.state().getHealth().getStatus())
                      .as(service.kind().label())
                      .isEqualTo("healthy"));
    }
  }

  @Test
  void carriesPyTorchOnceAndTheChannelSimulatorNotAtAll(LinkContainers link) throws Exception {
    String libraries = "find / -xdev -name 'libtorch_cpu.so' -o -xdev -name 'pytorch-native*'";
    assertThat(run(link.of(ServiceKind.TRANSMITTER), libraries))
        .isEqualTo("/opt/semlink/pytorch/libtorch_cpu.so\n");
    ServiceContainer channel = link.of(ServiceKind.CHANNEL);
    assertThat(run(channel, libraries)).isEmpty();
    assertThat(run(channel, "ls /opt/semlink /opt/semlink/lib"))
        .contains("semlink-channel-sim")
        .doesNotContain(
            "semlink-codec", "pytorch", "models", "semlink-receiver", "semlink-transmitter");
    assertThat(run(channel, "semlink link list")).contains("default");
  }

  @Test
  void logsJsonLinesAndStaysWithinItsMemory(LinkContainers link) {
    for (ServiceContainer service : link.all()) {
      assertThat(service.logs().lines())
          .as(service.kind().label())
          .anyMatch(line -> line.startsWith("{\"") && line.contains("is ready"));
      assertThat(service.inspect().getHostConfig().getMemory())
          .isEqualTo(service.kind().memoryBytes());
      assertThat(service.state().getOOMKilled()).isFalse();
      assertThat(service.running()).isTrue();
    }
  }

  private static String run(ServiceContainer service, String command) throws Exception {
    return service.container().execInContainer("sh", "-c", command + " 2>/dev/null").getStdout();
  }
}
