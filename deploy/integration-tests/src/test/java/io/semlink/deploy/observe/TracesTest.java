package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span;
import io.semlink.chassis.TraceContext;
import io.semlink.chassis.TraceExport;
import io.semlink.client.TransmitterClient;
import io.semlink.deploy.observe.Collector.Received;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.transmitter.v1.TransmitOptions;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One request is followed by its trace id through all three services. */
final class TracesTest {
  private static final String REQUEST_ID = "followed";
  private static Collector collector;
  private static ObservedLink link;

  @BeforeAll
  static void start() throws Exception {
    collector = Collector.start();
    link = ObservedLink.start(TraceExport.to(collector.endpoint()));
  }

  @AfterAll
  static void stop() {
    if (link != null) {
      link.close();
    }
    if (collector != null) {
      collector.close();
    }
  }

  @Test
  void spansOfAllThreeServicesMakeOneTree() throws Exception {
    TraceContext device = TraceContext.fresh();
    send(device, "tree");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> services(device, Span.SpanKind.SPAN_KIND_SERVER).size() == 3);
    List<Received> spans = collector.trace(device.traceId());

    Received transmit = one(device, "transmitter", Span.SpanKind.SPAN_KIND_SERVER);
    Received toChannel = one(device, "transmitter", Span.SpanKind.SPAN_KIND_CLIENT);
    Received relay = one(device, "channel", Span.SpanKind.SPAN_KIND_SERVER);
    Received toReceiver = one(device, "channel", Span.SpanKind.SPAN_KIND_CLIENT);
    Received receive = one(device, "receiver", Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(transmit.parent()).isEqualTo(device.spanId());
    assertThat(toChannel.parent()).isEqualTo(transmit.id());
    assertThat(relay.parent()).isEqualTo(toChannel.id());
    assertThat(toReceiver.parent()).isEqualTo(relay.id());
    assertThat(receive.parent()).isEqualTo(toReceiver.id());

    assertThat(stagesOf(spans, transmit)).contains("read", "analyse", "decide", "code", "send");
    assertThat(stagesOf(spans, relay)).contains("relay");
    assertThat(stagesOf(spans, receive)).contains("check", "entropy_decode", "synthesise");
    for (Received call : List.of(transmit, relay, receive)) {
      assertThat(call.attributes())
          .containsEntry("rpc.system", "grpc")
          .containsEntry("rpc.grpc.status_code", "0")
          .containsEntry("semlink.outcome", "OK")
          .containsEntry("semlink.request_id", "tree");
      assertThat(call.resource())
          .containsEntry("service.namespace", "semlink")
          .containsKeys("service.version", "service.instance.id");
      assertThat(call.span().getEndTimeUnixNano())
          .isGreaterThan(call.span().getStartTimeUnixNano());
    }
    assertThat(transmit.attributes())
        .containsEntry("semlink.link", ObservedLink.GOOD)
        .containsEntry("semlink.scheme", "CIE");
    assertThat(relay.attributes()).containsEntry("semlink.link", ObservedLink.GOOD);
    // A stage lies within its call, give or take the resolution of the clocks.
    long slack = Duration.ofMillis(20).toNanos();
    for (Received span : spans) {
      if (span.parent().equals(transmit.id())) {
        assertThat(span.span().getStartTimeUnixNano())
            .as(span.span().getName())
            .isGreaterThan(transmit.span().getStartTimeUnixNano() - slack);
        assertThat(span.span().getEndTimeUnixNano())
            .as(span.span().getName())
            .isLessThan(transmit.span().getEndTimeUnixNano() + slack);
      }
    }
  }

  @Test
  void whatTheDeviceDoesNotSampleIsNotSent() throws Exception {
    TraceContext silent = new TraceContext(TraceContext.fresh().traceId(), "00f067aa0ba902b7", 0);
    send(silent, "silent");
    TraceContext loud = TraceContext.fresh();
    send(loud, "loud");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> services(loud, Span.SpanKind.SPAN_KIND_SERVER).size() == 3);
    assertThat(collector.trace(silent.traceId())).isEmpty();
  }

  @Test
  void theIdStandsInTheLogsOfAllThree() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    List<Map<String, String>> lines = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent line) {
            lines.add(line.getMDCPropertyMap());
          }
        };
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.INFO);
    TraceContext device = TraceContext.fresh();
    try {
      send(device, REQUEST_ID);
      // A service may write its line after the client has its answer.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(lines)
                      .filteredOn(line -> device.traceId().equals(line.get("trace_id")))
                      .filteredOn(line -> REQUEST_ID.equals(line.get("request_id")))
                      .extracting(line -> line.get("service"))
                      .contains("transmitter", "channel", "receiver"));
    } finally {
      root.detachAppender(appender);
      root.setLevel(before);
    }
  }

  private static void send(TraceContext trace, String requestId) throws Exception {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), trace.traceparent());
    Channel traced =
        ClientInterceptors.intercept(
            link.transmitter(), MetadataUtils.newAttachHeadersInterceptor(headers));
    new TransmitterClient(traced)
        .send(
            Files.readAllBytes(Project.file("examples/chelsea.png")),
            TransmitOptions.newBuilder()
                .setRequestId(requestId)
                .setLinkName(ObservedLink.GOOD)
                .setReceiver(ReceiverOptions.newBuilder().setPreviewOnly(true))
                .build(),
            Duration.ofMinutes(1),
            event -> {});
  }

  private static Set<String> services(TraceContext trace, Span.SpanKind kind) {
    return collector.trace(trace.traceId()).stream()
        .filter(each -> each.span().getKind() == kind)
        .map(Received::service)
        .collect(Collectors.toSet());
  }

  private static Received one(TraceContext trace, String service, Span.SpanKind kind) {
    List<Received> found =
        collector.trace(trace.traceId()).stream()
            .filter(each -> each.service().equals(service) && each.span().getKind() == kind)
            .toList();
    assertThat(found).as(service + " " + kind).hasSize(1);
    return found.get(0);
  }

  private static List<String> stagesOf(List<Received> spans, Received call) {
    return spans.stream()
        .filter(each -> each.parent().equals(call.id()))
        .filter(each -> each.span().getKind() == Span.SpanKind.SPAN_KIND_INTERNAL)
        .map(each -> each.span().getName())
        .toList();
  }
}
