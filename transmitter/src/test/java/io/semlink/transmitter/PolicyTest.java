package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceException;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.PolicyException;
import io.semlink.codec.control.PolicyTable;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.Decision;
import io.semlink.transmitter.v1.GetCapabilitiesRequest;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control POLICY with the bundle of the repository. */
class PolicyTest {
  private static final Path BUNDLE =
      Path.of(System.getProperty("semlink.root", ".."), "models", "bundles", "compact");

  @TempDir private Path folder = Path.of("");

  @Test
  void theTableIsListedAndFollowed() throws IOException {
    String fingerprint;
    try (Bundle bundle = Bundle.load(BUNDLE)) {
      fingerprint = bundle.fingerprintHex();
    }
    try (TestChannel channel = new TestChannel();
        TransmitterServer server = TransmitterServer.wire(config(channel, table(fingerprint)))) {
      ManagedChannel connection =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      assertThat(
              TransmitterServiceGrpc.newBlockingStub(connection)
                  .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())
                  .getControlsList())
          .contains(ControlMode.CONTROL_MODE_POLICY);
      TransmitOptions.Builder options =
          TransmitOptions.newBuilder()
              .setLatencyLimit(Durations.fromMillis(30))
              .setControl(ControlMode.CONTROL_MODE_POLICY);
      TransmitterClient client = new TransmitterClient(connection);
      byte[] photo = Harness.png(64, 64);
      Decision decision =
          client.send(photo, options.build(), Harness.DEADLINE, event -> {}).report().getDecision();
      assertThat(decision.getControl()).isEqualTo(ControlMode.CONTROL_MODE_POLICY);
      assertThat(decision.getPolicySnrDb()).isEqualTo(3);
      assertThat(decision.getPolicyRowsDown()).isZero();
      assertThat(decision.getOperatingPoint()).isEqualTo(2);
      assertThat(decision.getAlpha()).isEqualTo(0.25);

      ErrorDetails error =
          Harness.failure(
              () ->
                  client.send(
                      photo, options.setScheme("VAE_FULL").build(), Harness.DEADLINE, event -> {}));
      assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(error.violations())
          .extracting(ServiceException.FieldViolation::field)
          .contains("options.control");
      connection.shutdownNow();
    }
  }

  @Test
  void theTableOfAnotherBundleKeepsTheServiceFromStarting() throws IOException {
    String other = "0".repeat(64);
    try (TestChannel channel = new TestChannel()) {
      TransmitterConfig config = config(channel, table(other));
      assertThatThrownBy(() -> TransmitterServer.wire(config))
          .isInstanceOf(PolicyException.class)
          .hasMessageContaining(other)
          .hasMessageContaining("bundle in use");
    }
  }

  private static TransmitterConfig config(TestChannel channel, Path table) {
    return TransmitterConfig.of(
            ServerConfig.loopback(),
            PeerConfig.plaintext("channel", "127.0.0.1", channel.port()),
            BUNDLE)
        .withDefaults(RequestDefaults.STANDARD.withPolicy(Optional.of(table)));
  }

  /** The test's link carries 30 000 bits in 30 ms: between the rows. */
  private Path table(String fingerprint) throws IOException {
    PolicyTable table =
        new PolicyTable(
            1,
            fingerprint,
            "exact",
            new PolicyTable.Conditions(1, "noise", 64 * 64, 1e6, 20, 0.8, 0.1, 0, 1),
            List.of(
                new PolicyTable.Row(3, 25_000, 25_000 / 4096.0, 2, 0.25, 20_000, 0.5),
                new PolicyTable.Row(9, 50_000, 50_000 / 4096.0, 9, 0, 20_000, 0.6)));
    Path file = folder.resolve("policy.json");
    Files.writeString(file, table.json());
    return file;
  }
}
