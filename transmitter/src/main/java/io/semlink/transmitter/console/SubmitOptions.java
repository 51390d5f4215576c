package io.semlink.transmitter.console;

import com.google.protobuf.Duration;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.transmitter.v1.TransmitOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a photo from the console is to be sent, read from the query of its address. What the service
 * itself checks is left to it; here is checked what cannot be put into a request.
 */
final class SubmitOptions {
  /** Longest limit that can be said in milliseconds: a day, as the service has it. */
  private static final double MAX_LIMIT_MS = 86_400_000;

  private static final String CONTROL_PREFIX = "CONTROL_MODE_";

  private final Map<String, String> query;
  private final List<FieldViolation> wrong = new ArrayList<>();
  private final TransmitOptions.Builder options = TransmitOptions.newBuilder();
  private final ReceiverOptions.Builder receiver = ReceiverOptions.newBuilder();

  private SubmitOptions(Map<String, String> query) {
    this.query = query;
  }

  /**
   * Reads a query.
   *
   * @throws ServiceException INVALID_ARGUMENT with every parameter that cannot be read
   */
  static TransmitOptions read(Map<String, String> query, String requestId) {
    SubmitOptions reading = new SubmitOptions(query);
    reading.read();
    if (!reading.wrong.isEmpty()) {
      throw ServiceException.invalidArgument("INVALID_FIELD", reading.wrong);
    }
    return reading
        .options
        .setRequestId(requestId)
        .setReceiver(reading.receiver)
        .setMeasurePsnr(true)
        .build();
  }

  private void read() {
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      String name = parameter.getKey();
      String value = parameter.getValue();
      // A form sends fields that were left empty; only an empty caption means something.
      if (value.isEmpty() && !name.equals("caption")) {
        continue;
      }
      switch (name) {
        case "link" -> options.setLinkName(value);
        case "scheme" -> options.setScheme(value);
        case "caption" -> options.setCaption(value);
        case "labels" ->
            Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .forEach(options::addLabelsOfInterest);
        case "latency_limit_ms" -> number(name, value, Double::valueOf, this::limit);
        case "alpha" -> number(name, value, Double::valueOf, options::setFixedAlpha);
        case "margin_db" -> number(name, value, Double::valueOf, options::setMarginDb);
        case "operating_point" ->
            number(name, value, Integer::valueOf, options::setFixedOperatingPoint);
        case "steps" -> number(name, value, Integer::valueOf, receiver::setSteps);
        case "seed" -> number(name, value, Long::valueOf, options::setSeed);
        case "preview_only" -> flag(name, value, receiver::setPreviewOnly);
        case "text_only" -> flag(name, value, options::setTextOnlyAllowed);
        case "control" -> control(value);
        default -> wrong.add(new FieldViolation(name, "is not a parameter of this request"));
      }
    }
    boolean fixes = options.hasFixedAlpha() || options.hasFixedOperatingPoint();
    if (fixes && options.getControl() == ControlMode.CONTROL_MODE_UNSPECIFIED) {
      options.setControl(ControlMode.CONTROL_MODE_FIXED);
    }
  }

  private void limit(double milliseconds) {
    if (!(milliseconds > 0 && milliseconds <= MAX_LIMIT_MS)) {
      wrong.add(new FieldViolation("latency_limit_ms", "must be more than 0 and at most 24 h"));
      return;
    }
    long nanos = Math.max(1, Math.round(milliseconds * 1e6));
    options.setLatencyLimit(
        Duration.newBuilder()
            .setSeconds(nanos / 1_000_000_000L)
            .setNanos((int) (nanos % 1_000_000_000L)));
  }

  private void control(String value) {
    String name = value.toUpperCase(Locale.ROOT);
    try {
      options.setControl(
          ControlMode.valueOf(name.startsWith(CONTROL_PREFIX) ? name : CONTROL_PREFIX + name));
    } catch (IllegalArgumentException e) {
      wrong.add(new FieldViolation("control", "must be exact, policy or fixed"));
    }
  }

  private <T> void number(
      String name, String value, Function<String, T> parser, Consumer<? super T> setter) {
    try {
      setter.accept(parser.apply(value));
    } catch (NumberFormatException e) {
      wrong.add(new FieldViolation(name, "is not a number of the kind this takes"));
    }
  }

  private void flag(String name, String value, Consumer<Boolean> setter) {
    switch (value) {
      case "true", "1" -> setter.accept(true);
      case "false", "0" -> setter.accept(false);
      default -> wrong.add(new FieldViolation(name, "must be true or false"));
    }
  }
}
