package io.semlink.launcher;

import io.semlink.chassis.TransportSecurity;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A place on the network.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  HostPort {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a host and a port: " + host + ":" + port);
    }
  }

  /** Refuses plaintext beyond this machine unless it was allowed. */
  static void requireSafe(String host, TransportSecurity security, boolean allowed) {
    if (security instanceof TransportSecurity.Plaintext && !allowed && !LOOPBACK.contains(host)) {
      throw new Failure.CommandException(
          ExitCode.USAGE,
          "traffic with "
              + host
              + " would not be encrypted: give --tls-cert, --tls-key and --tls-ca, or --plaintext");
    }
  }

  /** Reads {@code host:port}. */
  static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String text) {
      int colon = text.lastIndexOf(':');
      try {
        return new HostPort(
            text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is not HOST:PORT");
      }
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
