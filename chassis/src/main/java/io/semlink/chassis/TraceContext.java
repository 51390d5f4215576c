package io.semlink.chassis;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace a call belongs to, as the header {@code traceparent} of W3C Trace Context (level 1)
 * says it.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param flags 0 to 255; bit 0: sampled
 */
public record TraceContext(String traceId, String spanId, int flags) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

  public TraceContext {
    if (!TRACE_ID.matcher(traceId).matches()) {
      throw new IllegalArgumentException("not a trace id: " + traceId);
    }
    if (!SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException("not a span id: " + spanId);
    }
    if (flags < 0 || flags > 255) {
      throw new IllegalArgumentException("flags not in [0, 255]: " + flags);
    }
  }

  /** A new trace. */
  public static TraceContext fresh() {
    return new TraceContext(randomHex() + randomHex(), randomHex(), 1);
  }

  /** Reads a header; empty if it is not valid, for which the standard says to begin a new trace. */
  public static Optional<TraceContext> parse(String traceparent) {
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(1);
    boolean hasMore = matcher.group(5) != null;
    if (version.equals("ff") || (version.equals("00") && hasMore)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TraceContext(
              matcher.group(2), matcher.group(3), Integer.parseInt(matcher.group(4), 16)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same trace, one call further. */
  public TraceContext child() {
    return new TraceContext(traceId, randomHex(), flags);
  }

  /** Whether the one who began the trace records it. */
  public boolean sampled() {
    return (flags & 1) == 1;
  }

  /** The header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-" + HexFormat.of().toHexDigits((byte) flags);
  }

  private static String randomHex() {
    // Zero is not a valid id; identifiers need to be unlikely to meet, not to be secret.
    long value = ThreadLocalRandom.current().nextLong() | 1L;
    return HexFormat.of().toHexDigits(value);
  }
}
