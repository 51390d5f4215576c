package io.semlink.launcher;

import io.semlink.chassis.Limits;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceLogging;
import io.semlink.chassis.TraceExport;
import io.semlink.chassis.TransportSecurity;
import io.semlink.chassis.TransportSecurity.ClientCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that every service has: where it listens, how it is secured, what bounds it keeps. */
final class ServerFlags {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:SEMLINK_HOST:-127.0.0.1}",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_HOST.")
  String host = "127.0.0.1";

  @Option(
      names = "--plaintext",
      defaultValue = "${env:SEMLINK_PLAINTEXT:-false}",
      description =
          "Allow unencrypted traffic beyond this machine; on loopback it needs no flag."
              + " Variable: SEMLINK_PLAINTEXT.")
  boolean plaintext;

  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_CERT:-" + Option.NULL_VALUE + "}",
      description = "Certificate chain of this service. Variable: SEMLINK_TLS_CERT.")
  @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_KEY:-" + Option.NULL_VALUE + "}",
      description = "Private key of the certificate. Variable: SEMLINK_TLS_KEY.")
  @Nullable Path tlsKey;

  @Option(
      names = "--tls-ca",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_CA:-" + Option.NULL_VALUE + "}",
      description =
          "Roots to trust; with it, clients must show a certificate. Variable: SEMLINK_TLS_CA.")
  @Nullable Path tlsCa;

  @Option(
      names = "--tls-clients",
      paramLabel = "require|none",
      defaultValue = "${env:SEMLINK_TLS_CLIENTS:-require}",
      description =
          "Whether clients must show a certificate when --tls-ca says whom to trust."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_TLS_CLIENTS.")
  ClientCertificates tlsClients = ClientCertificates.REQUIRE;

  @Option(
      names = "--max-calls",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_MAX_CALLS:-256}",
      description = "Open calls at once. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_MAX_CALLS.")
  int maxCalls = 256;

  @Option(
      names = "--drain-delay",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_DRAIN_DELAY:-0s}",
      description =
          "Time between reporting not-serving and refusing calls. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_DRAIN_DELAY.")
  Duration drainDelay = Duration.ZERO;

  @Option(
      names = "--drain-timeout",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_DRAIN_TIMEOUT:-30s}",
      description =
          "Time that calls under way get at the end. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_DRAIN_TIMEOUT.")
  Duration drainTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--reflection",
      negatable = true,
      defaultValue = "${env:SEMLINK_REFLECTION:-true}",
      fallbackValue = "true",
      description =
          "Answer reflection requests. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_REFLECTION.")
  boolean reflection = true;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      defaultValue =
          "${env:SEMLINK_OTLP_ENDPOINT:-${env:OTEL_EXPORTER_OTLP_ENDPOINT:-"
              + Option.NULL_VALUE
              + "}}",
      description =
          "Collector to send traces to, by OTLP over HTTP, such as http://127.0.0.1:4318."
              + " Default: none. Variables: SEMLINK_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT.")
  @Nullable URI otlpEndpoint;

  @Option(
      names = "--log-format",
      paramLabel = "json|text",
      defaultValue = "${env:SEMLINK_LOG_FORMAT:-json}",
      description =
          "JSON lines on standard output, or text on standard error. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_LOG_FORMAT.")
  LogFormat logFormat = LogFormat.JSON;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:SEMLINK_LOG_LEVEL:-INFO}",
      description =
          "ERROR, WARN, INFO, DEBUG or TRACE. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_LOG_LEVEL.")
  String logLevel = "INFO";

  @Option(
      names = {"-v", "--verbose"},
      description = "Show stack traces when the service cannot start.")
  boolean verbose;

  enum LogFormat {
    JSON,
    TEXT
  }

  void startLogging() {
    if (logFormat == LogFormat.JSON) {
      ServiceLogging.json(logLevel);
    } else {
      ServiceLogging.human(logLevel);
    }
  }

  private TransportSecurity security() {
    return tlsCert == null && tlsKey == null && tlsCa == null
        ? TransportSecurity.plaintext()
        : new TransportSecurity.Tls(
            Optional.ofNullable(tlsCert),
            Optional.ofNullable(tlsKey),
            Optional.ofNullable(tlsCa),
            tlsClients);
  }

  /** Where a service listens. */
  ServerConfig server(int port, int adminPort) {
    TransportSecurity security = security();
    HostPort.requireSafe(host, security, plaintext);
    return ServerConfig.plaintext(host, port, adminPort)
        .withSecurity(security)
        .withLimits(Limits.defaults().withMaxCalls(maxCalls))
        .withDrain(drainDelay, drainTimeout)
        .withReflection(reflection)
        .withTraces(new TraceExport(Optional.ofNullable(otlpEndpoint)));
  }

  /** Where a peer is. */
  PeerConfig peer(String name, HostPort at, PeerFlags flags) {
    TransportSecurity security = security();
    HostPort.requireSafe(at.host(), security, plaintext);
    return PeerConfig.plaintext(name, at.host(), at.port())
        .withSecurity(security)
        .withGuards(flags.guards());
  }
}
