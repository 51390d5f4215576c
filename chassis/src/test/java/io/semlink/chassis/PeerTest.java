package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.WatchStateRequest;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.chassis.TransportSecurity.ClientCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerTest {
  private static final GetLinkStateRequest ASK = GetLinkStateRequest.getDefaultInstance();

  @TempDir Path folder;

  @Test
  void aPeerThatIsDownIsNamedThenNotAskedThenAskedAgain() throws Exception {
    int port = freePort();
    PeerConfig config =
        PeerConfig.plaintext("channel", "127.0.0.1", port)
            .withGuards(PeerGuards.defaults().withBreakerOpenTime(Duration.ofMillis(300)));
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
        service.runtime.ready();
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
      service.runtime.ready();
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
      service.runtime.ready();
      PeerConfig config = PeerConfig.plaintext("channel", "localhost", service.runtime.port());
      try (Peer peer = Peer.connect(config.withSecurity(trusting), service.telemetry)) {
        assertThat(ask(peer)).isEqualTo("tls");
      }
      try (Peer peer = Peer.connect(config.withSecurity(distrusting), service.telemetry)) {
        assertThat(ErrorDetails.of(failure(peer)).reason()).isEqualTo("PEER_DOWN");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsShowCertificatesIfTheServerAsksForThem(ClientCertificates clients) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    Optional<Path> trust = Optional.of(certificate.chain());
    TransportSecurity server =
        new TransportSecurity.Tls(trust, Optional.of(certificate.key()), trust, clients);
    TransportSecurity showsOne =
        TransportSecurity.tls(trust, Optional.of(certificate.key()), trust);
    TransportSecurity showsNone = TransportSecurity.tls(Optional.empty(), Optional.empty(), trust);
    try (TestService service =
        new TestService(
            ServerConfig.loopback().withSecurity(server), new EchoChannel(request -> "tls"))) {
      service.runtime.ready();
      PeerConfig config = PeerConfig.plaintext("channel", "localhost", service.runtime.port());
      try (Peer peer = Peer.connect(config.withSecurity(showsOne), service.telemetry)) {
        assertThat(ask(peer)).isEqualTo("tls");
      }
      try (Peer peer = Peer.connect(config.withSecurity(showsNone), service.telemetry)) {
        if (clients == ClientCertificates.NONE) {
          assertThat(ask(peer)).isEqualTo("tls");
        } else {
          assertThat(ErrorDetails.of(failure(peer)).reason()).isEqualTo("PEER_DOWN");
        }
      }
    }
  }

  @Test
  void healthIsCheckedBesideTheGuardsAndAReturnIsTriedAtOnce() throws Exception {
    int port = freePort();
    // The breaker alone would keep the peer from being asked for the length of the test.
    PeerGuards guards =
        PeerGuards.defaults()
            .withBreakerOpenTime(Duration.ofMinutes(10))
            .withHealthInterval(Duration.ofMillis(50));
    try (Telemetry telemetry = Telemetry.create("transmitter");
        Peer peer =
            Peer.connect(
                PeerConfig.plaintext("channel", "127.0.0.1", port).withGuards(guards), telemetry)) {
      await().until(() -> peer.health().checkedAt().isPresent());
      assertThat(peer.health().up()).isFalse();
      assertThat(peer.health().detail()).contains("UNAVAILABLE");
      assertThat(peer.health().info())
          .containsEntry("name", "channel")
          .containsEntry("target", "127.0.0.1:" + port)
          .containsEntry("up", false);
      for (int i = 0; i < 5; i++) {
        failure(peer);
      }
      assertThat(peer.health().breakerState()).isEqualTo("OPEN");
      ServerConfig here = ServerConfig.plaintext("127.0.0.1", port, 0);
      try (TestService service = new TestService(here, new EchoChannel(request -> "up"))) {
        await().until(() -> peer.health().detail().contains("NOT_SERVING"));
        assertThat(telemetry.scrape())
            .contains("semlink_peer_up{peer=\"channel\",service=\"transmitter\"} 0");
        service.runtime.ready();
        await().atMost(Duration.ofSeconds(30)).until(() -> peer.health().up());
        await().until(() -> peer.breakerState().equals("HALF_OPEN"));
        assertThat(ask(peer)).isEqualTo("up");
        assertThat(telemetry.scrape())
            .contains("semlink_peer_up{peer=\"channel\",service=\"transmitter\"} 1");
      }
    }
  }

  @Test
  void aStreamHoldsItsPlaceInTheBulkheadUntilItEnds() throws Exception {
    EchoChannel echo =
        new EchoChannel(
            request -> "up", watch -> watch.onNext(WatchStateResponse.getDefaultInstance()));
    try (TestService service = new TestService(echo);
        Peer peer =
            Peer.connect(to(service, guards -> guards.withCalls(1, 100)), service.telemetry)) {
      service.runtime.ready();
      Context.CancellableContext context = Context.current().withCancellation();
      Iterator<WatchStateResponse> watch =
          context.call(
              () ->
                  ChannelServiceGrpc.newBlockingStub(peer.channel())
                      .watchState(WatchStateRequest.getDefaultInstance()));
      watch.next();
      ErrorDetails busy = ErrorDetails.of(failure(peer));
      assertThat(busy.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(busy.reason()).isEqualTo("PEER_BUSY");
      assertThat(busy.metadata()).containsEntry("peer", "channel");
      assertThat(busy.retryAfter()).isPresent();
      assertThat(free(service)).isZero();

      context.cancel(null);
      await().until(() -> free(service) == 1);
      assertThat(ask(peer)).isEqualTo("up");
      service.runtime.close();
      assertThat(ErrorDetails.of(failure(peer)).reason()).isEqualTo("PEER_DOWN");
      assertThat(free(service)).as("given back once for each call").isEqualTo(1);
      assertThat(peer.breakerState()).isEqualTo("CLOSED");
    }
  }

  @Test
  void newCallsOfASecondAreBounded() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "up"));
        Peer peer =
            Peer.connect(to(service, guards -> guards.withCalls(10, 2)), service.telemetry)) {
      service.runtime.ready();
      ErrorDetails refused =
          Stream.generate(() -> failure(peer))
              .limit(1000)
              .filter(Objects::nonNull)
              .map(ErrorDetails::of)
              .findFirst()
              .orElseThrow();
      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("RATE_LIMITED");
      assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
      assertThat(service.telemetry.scrape())
          .contains("resilience4j_ratelimiter_available_permissions{name=\"channel\"}");
    }
  }

  @Test
  void aPeerThatTakesACallAndKeepsSilentIsSlowAndCountsAgainstIt() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "up"));
        Peer peer =
            Peer.connect(
                to(service, guards -> guards.withAnswerTimeout(Duration.ofMillis(200))),
                service.telemetry)) {
      service.runtime.ready();
      ErrorDetails slow =
          ErrorDetails.of(
              catchThrowable(
                  () ->
                      ChannelServiceGrpc.newBlockingStub(peer.channel())
                          .watchState(WatchStateRequest.getDefaultInstance())
                          .next()));
      assertThat(slow.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(slow.reason()).isEqualTo("PEER_SLOW");
      assertThat(slow.message()).contains("200 ms");
      assertThat(slow.retryAfter()).isPresent();
      assertThat(service.telemetry.scrape())
          .contains("resilience4j_timelimiter_calls_total{kind=\"timeout\",name=\"channel\"} 1")
          .contains(
              "resilience4j_circuitbreaker_buffered_calls{kind=\"failed\",name=\"channel\"} 1");
    }
  }

  private static PeerConfig to(TestService service, UnaryOperator<PeerGuards> guards) {
    return PeerConfig.plaintext("channel", "127.0.0.1", service.runtime.port())
        .withGuards(guards.apply(PeerGuards.defaults()));
  }

  private static int free(TestService service) {
    return (int)
        service
            .telemetry
            .registry()
            .get("resilience4j.bulkhead.available.concurrent.calls")
            .gauge()
            .value();
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
