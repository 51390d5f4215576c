package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
  private static final GetLinkStateRequest ASK = GetLinkStateRequest.getDefaultInstance();

  @TempDir Path folder;

  @Test
  void aPeerThatIsDownIsNamedThenNotAskedThenAskedAgain() throws Exception {
    int port = freePort();
    PeerConfig config =
        PeerConfig.plaintext("channel", "127.0.0.1", port)
            .withBreakerOpenTime(Duration.ofMillis(300));
    try (Telemetry telemetry = Telemetry.create("transmitter");
        Peer peer = Peer.connect(config, telemetry)) {
      ErrorDetails down = ErrorDetails.of(failure(peer));
      assertThat(down.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(down.reason()).isEqualTo("PEER_DOWN");
      assertThat(down.metadata()).containsEntry("peer", "channel");
      assertThat(down.message()).contains("127.0.0.1:" + port);
      assertThat(down.retryAfter()).isPresent();

      for (int i = 0; i < 4; i++) {
        failure(peer);
      }
      assertThat(peer.breakerState()).isEqualTo("OPEN");
      ErrorDetails open = ErrorDetails.of(failure(peer));
      assertThat(open.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(open.reason()).isEqualTo("BREAKER_OPEN");
      assertThat(telemetry.scrape())
          .contains("resilience4j_circuitbreaker_state{name=\"channel\",state=\"open\"} 1");

      ServerConfig here = ServerConfig.plaintext("127.0.0.1", port, 0);
      try (TestService service = new TestService(here, new EchoChannel(request -> "up"))) {
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(() -> ask(peer).equals("up") && peer.breakerState().equals("CLOSED"));
      }
    }
  }

  @Test
  void errorsOfThePeerItselfPassAndDoNotOpenTheBreaker() throws Exception {
    EchoChannel echo =
        new EchoChannel(
            request -> {
              throw ServiceException.invalidArgument("link_name", "is unknown");
            });
    try (TestService service = new TestService(echo);
        Peer peer =
            Peer.connect(
                PeerConfig.plaintext("channel", "127.0.0.1", service.runtime.port()),
                service.telemetry)) {
      for (int i = 0; i < 30; i++) {
        assertThat(ErrorDetails.of(failure(peer)).violations()).hasSize(1);
      }
      assertThat(peer.breakerState()).isEqualTo("CLOSED");
    }
  }

  @Test
  void talksTlsToWhomItTrusts() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    TransportSecurity server =
        TransportSecurity.tls(
            Optional.of(certificate.chain()), Optional.of(certificate.key()), Optional.empty());
    TransportSecurity trusting =
        TransportSecurity.tls(Optional.empty(), Optional.empty(), Optional.of(certificate.chain()));
    TransportSecurity distrusting =
        TransportSecurity.tls(Optional.empty(), Optional.empty(), Optional.empty());
    try (TestService service =
        new TestService(
            ServerConfig.loopback().withSecurity(server), new EchoChannel(request -> "tls"))) {
      PeerConfig config = PeerConfig.plaintext("channel", "localhost", service.runtime.port());
      try (Peer peer = Peer.connect(config.withSecurity(trusting), service.telemetry)) {
        assertThat(ask(peer)).isEqualTo("tls");
      }
      try (Peer peer = Peer.connect(config.withSecurity(distrusting), service.telemetry)) {
        assertThat(ErrorDetails.of(failure(peer)).reason()).isEqualTo("PEER_DOWN");
      }
    }
  }

  private static String ask(Peer peer) {
    return ChannelServiceGrpc.newBlockingStub(peer.channel())
        .getLinkState(ASK)
        .getState()
        .getLinkName();
  }

  private static Throwable failure(Peer peer) {
    return catchThrowable(() -> ask(peer));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
