package io.semlink.chassis;

import java.net.URI;
import java.util.Optional;

/**
 * Whether and where traces are sent, by OTLP over HTTP.
 *
 * @param endpoint base address of a collector, such as {@code http://127.0.0.1:4318}; traces go to
 *     {@code /v1/traces} below it. Empty: nobody collects traces
 */
public record TraceExport(Optional<URI> endpoint) {
  private static final TraceExport OFF = new TraceExport(Optional.empty());

  public TraceExport {
    endpoint.ifPresent(TraceExport::check);
  }

  /** Nobody collects traces. */
  public static TraceExport off() {
    return OFF;
  }

  /** Traces go to this collector. */
  public static TraceExport to(URI endpoint) {
    return new TraceExport(Optional.of(endpoint));
  }

  private static void check(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "the collector's address must be http://HOST:PORT or https://HOST:PORT: " + endpoint);
    }
  }
}
