package io.semlink.transmitter.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from acting or looking through an operator's browser. What changes
 * something needs a header that a plain form cannot set, and no foreign {@code Origin}. A console
 * on loopback is asked for by address or as {@code localhost} alone: another name that leads here
 * is a page that had its name rebound.
 */
final class RequestGuard {
  private static final String HEADER = "X-Semlink-Console";
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]|localhost");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  private final boolean control;
  private final boolean loopback;

  /**
   * Creates a guard.
   *
   * @param control whether viewers may change anything
   * @param loopback whether the service listens on loopback alone
   */
  RequestGuard(boolean control, boolean loopback) {
    this.control = control;
    this.loopback = loopback;
  }

  /** Why a request is refused; empty if it is not. */
  Optional<ErrorDetails> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (loopback && !ADDRESS.matcher(PORT.matcher(host).replaceFirst("")).matches()) {
      return refused("FOREIGN_HOST", "open this console by its address or as localhost");
    }
    if (READING.contains(exchange.getRequestMethod())) {
      return Optional.empty();
    }
    if (!control) {
      return refused(
          "VIEW_ONLY", "this console only shows; start the service with --console control");
    }
    if (!"1".equals(headers.getFirst(HEADER))) {
      return refused("HEADER_MISSING", "changes need the header " + HEADER + ": 1");
    }
    String origin = headers.getFirst("Origin");
    return origin == null || host.equals(authority(origin))
        ? Optional.empty()
        : refused("FOREIGN_ORIGIN", "changes come from the console's own page alone");
  }

  private static @Nullable String authority(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? null : authority.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Optional<ErrorDetails> refused(String reason, String message) {
    return Optional.of(
        new ErrorDetails(
            Status.Code.PERMISSION_DENIED, message, reason, Map.of(), List.of(), Optional.empty()));
  }
}
