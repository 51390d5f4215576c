package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.semlink.client.TransmitterClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link whose ends show certificates to each other. */
@ContainerTest
final class MutualTlsTest {
  @TempDir private static Path folder = Path.of("");
  private static LinkContainers link;

  @BeforeAll
  static void start() throws Exception {
    Path certificates = folder.resolve("certificates");
    // Tests need not run as root, so the keys cannot be given to the services' user.
    Command made =
        Command.run(
            Duration.ofMinutes(1),
            "deploy/tls/make-certificates.sh",
            "--key-mode",
            "0644",
            certificates.toString());
    assertThat(made.succeeded()).as(made.output()).isTrue();
    link = new LinkContainers.Plan().certificates(certificates).start();
  }

  @AfterAll
  static void stop() {
    if (link != null) {
      link.close();
    }
  }

  private static Path client(String file) {
    return folder.resolve("certificates/client").resolve(file);
  }

  private static TlsChannelCredentials.Builder trusting() throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(client("ca.pem").toFile());
  }

  private static TransmitterClient client(ChannelCredentials credentials) {
    return new TransmitterClient(link.connect(ServiceKind.TRANSMITTER, credentials));
  }

  private static void assertRefused(ChannelCredentials credentials) {
    Throwable error =
        catchThrowable(() -> client(credentials).capabilities(Duration.ofSeconds(10)));
    assertThat(Status.fromThrowable(error).getCode())
        .as(String.valueOf(error))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void servesWhoShowsACertificate() throws Exception {
    ChannelCredentials credentials =
        trusting().keyManager(client("cert.pem").toFile(), client("key.pem").toFile()).build();
    Requests.assertSound(
        client(credentials)
            .send(Photos.small(), Requests.preview(), Duration.ofMinutes(1), event -> {})
            .report());
  }

  @Test
  void refusesWhoShowsNone() throws Exception {
    assertRefused(trusting().build());
  }

  @Test
  void refusesPlainText() {
    assertRefused(InsecureChannelCredentials.create());
  }

  @Test
  void isNotTrustedByWhoDoesNotKnowTheAuthority() {
    assertRefused(TlsChannelCredentials.create());
  }

  @Test
  void checksItsOwnHealthByItsCertificate() throws Exception {
    for (ServiceContainer service : link.all()) {
      assertThat(service.container().execInContainer("semlink", "health").getStdout())
          .as(service.kind().label())
          .isEqualTo("SERVING\n");
    }
  }
}
