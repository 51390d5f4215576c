package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestScopeTest {
  private static final GetLinkStateRequest ASK = GetLinkStateRequest.getDefaultInstance();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void traceAndRequestIdGoThroughTwoHops() throws Exception {
    BlockingQueue<RequestScope> seen = new LinkedBlockingQueue<>();
    BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    EchoChannel last =
        new EchoChannel(
            request -> {
              seen.add(RequestScope.current());
              logged.add(
                  MDC.get("request_id") + " " + MDC.get("trace_id") + " " + MDC.get("service"));
              return "last";
            });
    try (TestService second = new TestService(last);
        Peer peer =
            Peer.connect(
                PeerConfig.plaintext("channel", "127.0.0.1", second.runtime.port()),
                second.telemetry)) {
      second.runtime.ready();
      EchoChannel relay =
          new EchoChannel(
              request -> {
                seen.add(RequestScope.current());
                return ChannelServiceGrpc.newBlockingStub(peer.channel())
                    .getLinkState(request)
                    .getState()
                    .getLinkName();
              });
      try (TestService first = new TestService(relay);
          Peer client =
              Peer.connect(
                  PeerConfig.plaintext("first", "127.0.0.1", first.runtime.port()),
                  first.telemetry)) {
        first.runtime.ready();
        RequestScope mine =
            new RequestScope("", new TraceContext(TRACE, "b7ad6b7169203331", 1), "photo-7");
        String answer =
            RequestScope.with(
                mine,
                () ->
                    ChannelServiceGrpc.newBlockingStub(client.channel())
                        .getLinkState(ASK)
                        .getState()
                        .getLinkName());
        assertThat(answer).isEqualTo("last");
      }
    }
    RequestScope firstHop = seen.take();
    RequestScope secondHop = seen.take();
    assertThat(firstHop.trace().traceId()).isEqualTo(TRACE);
    assertThat(secondHop.trace().traceId()).isEqualTo(TRACE);
    assertThat(firstHop.trace().spanId())
        .isNotEqualTo("b7ad6b7169203331")
        .isNotEqualTo(secondHop.trace().spanId());
    assertThat(secondHop.requestId()).isEqualTo("photo-7");
    assertThat(logged.take()).isEqualTo("photo-7 " + TRACE + " channel");
  }

  @Test
  void workOnAnotherThreadKeepsTheScope() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    RequestScope scope = new RequestScope("", TraceContext.fresh(), "photo-8");
    Runnable wrapped =
        RequestScope.with(
            scope, () -> RequestScope.wrap(() -> seen.add(RequestScope.current().requestId())));
    Thread thread = new Thread(wrapped);
    thread.start();
    thread.join();
    assertThat(seen.take()).isEqualTo("photo-8");
    assertThat(MDC.get("request_id")).isNull();
  }

  @Test
  void aRequestIsIdentifiedByItsFirstMessage() {
    RequestScope scope = RequestScope.fresh();
    scope.identify("bird_01.a-b");
    assertThat(scope.requestId()).isEqualTo("bird_01.a-b");
    MDC.clear();
    for (String bad : new String[] {"", "a b", "x".repeat(65), "ä"}) {
      assertThatThrownBy(() -> scope.identify(bad))
          .as(bad)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("request_id");
    }
  }

  @Test
  void readsAndWritesTheExampleOfTheStandard() {
    // W3C Trace Context, section 3.2.1.
    String header = "00-" + TRACE + "-00f067aa0ba902b7-01";
    assertThat(TraceContext.parse(header).orElseThrow().traceparent()).isEqualTo(header);
    assertThat(TraceContext.parse("cc-" + TRACE + "-00f067aa0ba902b7-01-more")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
        "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01-more"
      })
  void anInvalidHeaderBeginsANewTrace(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }

  @Test
  void aPeerGetsTheTimeThatIsLeftLessTheMargin() throws Exception {
    BlockingQueue<Duration> left = new LinkedBlockingQueue<>();
    EchoChannel last =
        new EchoChannel(
            request -> {
              left.add(Deadlines.remaining().orElseThrow());
              return "last";
            });
    try (TestService service = new TestService(last);
        Peer peer =
            Peer.connect(
                PeerConfig.plaintext("channel", "127.0.0.1", service.runtime.port()),
                service.telemetry)) {
      service.runtime.ready();
      ChannelServiceGrpc.newBlockingStub(peer.channel()).getLinkState(ASK);
    }
    assertThat(left.take()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(2));
  }
}
