package io.semlink.deploy.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Receives traces by OTLP over HTTP, as a collector does, and keeps them. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  /**
   * A span and who sent it.
   *
   * @param resource attributes of the sender
   */
  record Received(Map<String, String> resource, Span span) {
    String service() {
      return resource.getOrDefault("service.name", "");
    }

    String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    String parent() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    Map<String, String> attributes() {
      return texts(span.getAttributesList());
    }
  }

  private Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  static Collector start() throws IOException {
    return new Collector();
  }

  /** Where it listens. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What has come so far of a trace. */
  List<Received> trace(String traceId) {
    return spans.stream().filter(each -> each.traceId().equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(zipped ? new GZIPInputStream(body) : body);
      for (ResourceSpans sender : request.getResourceSpansList()) {
        Map<String, String> resource = texts(sender.getResource().getAttributesList());
        for (ScopeSpans scope : sender.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> spans.add(new Received(resource, span)));
        }
      }
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                each ->
                    each.getValue().hasIntValue()
                        ? Long.toString(each.getValue().getIntValue())
                        : each.getValue().getStringValue()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
