package io.semlink.chassis;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns any exception into the error status that a caller sees. Exceptions of libraries below the
 * services are registered with the error they stand for; what nobody registered is INTERNAL and
 * tells the caller nothing but that.
 */
public final class ErrorTranslator {
  private final List<Function<Throwable, Optional<ServiceException>>> rules = new ArrayList<>();

  /** Takes exceptions of a type, and those derived from it, for the error the function makes. */
  public synchronized <E extends Throwable> ErrorTranslator add(
      Class<E> type, Function<? super E, ServiceException> rule) {
    rules.add(
        error ->
            type.isInstance(error) ? Optional.of(rule.apply(type.cast(error))) : Optional.empty());
    return this;
  }

  /** The error status of an exception, with details in its trailers. */
  public StatusRuntimeException translate(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof ServiceException known) {
        return known.toStatusException();
      }
      if (t instanceof StatusRuntimeException status) {
        return status;
      }
      if (t instanceof StatusException status) {
        return new StatusRuntimeException(status.getStatus(), status.getTrailers());
      }
      Optional<ServiceException> translated = applyRules(t);
      if (translated.isPresent()) {
        return translated.get().toStatusException();
      }
    }
    return Status.INTERNAL
        .withDescription("internal error; the service's log has it under this request's id")
        .asRuntimeException();
  }

  private synchronized Optional<ServiceException> applyRules(Throwable error) {
    return rules.stream().map(rule -> rule.apply(error)).flatMap(Optional::stream).findFirst();
  }
}
