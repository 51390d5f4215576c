package io.semlink.launcher;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.semlink.chassis.TransportSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a tool connects to a service. */
final class ClientFlags {
  @Option(
      names = "--plaintext",
      defaultValue = "${env:SEMLINK_PLAINTEXT:-false}",
      description =
          "Allow unencrypted traffic beyond this machine; on loopback it needs no flag."
              + " Variable: SEMLINK_PLAINTEXT.")
  private boolean plaintext;

  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_CERT:-" + Option.NULL_VALUE + "}",
      description = "Certificate to show to the service. Variable: SEMLINK_TLS_CERT.")
  private @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_KEY:-" + Option.NULL_VALUE + "}",
      description = "Private key of the certificate. Variable: SEMLINK_TLS_KEY.")
  private @Nullable Path tlsKey;

  @Option(
      names = "--tls-ca",
      paramLabel = "PEM",
      defaultValue = "${env:SEMLINK_TLS_CA:-" + Option.NULL_VALUE + "}",
      description = "Roots to trust; asks for TLS. Variable: SEMLINK_TLS_CA.")
  private @Nullable Path tlsCa;

  /** Opens a channel; the caller shuts it down. */
  ManagedChannel channel(HostPort target) throws IOException {
    TransportSecurity security =
        tlsCert == null && tlsKey == null && tlsCa == null
            ? TransportSecurity.plaintext()
            : TransportSecurity.tls(
                Optional.ofNullable(tlsCert),
                Optional.ofNullable(tlsKey),
                Optional.ofNullable(tlsCa));
    HostPort.requireSafe(target.host(), security, plaintext);
    return Grpc.newChannelBuilderForAddress(
            target.host(), target.port(), security.channelCredentials())
        .build();
  }
}
