package io.semlink.chassis;

import io.grpc.Context;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * The identity of the request that the present thread works for: trace and request id. Lives in the
 * gRPC {@link Context}, so it follows work that is handed to other threads by {@link
 * #wrap(Runnable)}, goes out with calls to peers, and stands in every log line.
 */
public final class RequestScope {
  /** Metadata key and log field of the request id. */
  static final String REQUEST_ID_HEADER = "x-request-id";

  static final Context.Key<RequestScope> KEY = Context.key("semlink-request");
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String service;
  private final Tracing.Traced traced;
  private volatile String requestId;

  RequestScope(String service, TraceContext trace, String requestId) {
    this(service, Tracing.Traced.untold(trace), requestId);
  }

  RequestScope(String service, Tracing.Traced traced, String requestId) {
    this.service = service;
    this.traced = traced;
    this.requestId = requestId;
    traced.annotate("request_id", requestId);
  }

  /** A new request of a new trace. */
  public static RequestScope fresh() {
    return new RequestScope("", TraceContext.fresh(), newRequestId());
  }

  /** The present thread's request; a new one if it works for none. */
  public static RequestScope current() {
    RequestScope scope = KEY.get();
    return scope == null ? fresh() : scope;
  }

  /** The present thread's request, if it works for one. */
  static Optional<RequestScope> present() {
    return Optional.ofNullable(KEY.get());
  }

  /** A random request id. */
  public static String newRequestId() {
    return UUID.randomUUID().toString();
  }

  /** Whether a client may call its request so: 1 to 64 of letters, digits, dot, dash, underline. */
  public static boolean isRequestId(String candidate) {
    return REQUEST_ID.matcher(candidate).matches();
  }

  /** Trace and span of the call. */
  public TraceContext trace() {
    return traced.context();
  }

  /** Says something of the request in its trace, such as {@code link}. */
  public void annotate(String key, String value) {
    traced.annotate(key, value);
  }

  /** Identifier of the request. */
  public String requestId() {
    return requestId;
  }

  /**
   * Takes the request id that the first message of a stream brought, from now on.
   *
   * @throws ServiceException INVALID_ARGUMENT if it is not one
   */
  public void identify(String id) {
    if (!isRequestId(id)) {
      throw ServiceException.invalidArgument(
          "request_id", "must be 1 to 64 letters, digits, '-', '_' or '.'");
    }
    requestId = id;
    traced.annotate("request_id", id);
    MDC.put("request_id", id);
  }

  /** Runs a task for this request, in the given context. */
  void run(Context context, Runnable task) {
    Map<String, String> outer = enter();
    Context previous = context.attach();
    try {
      task.run();
    } finally {
      context.detach(previous);
      leave(outer);
    }
  }

  /** As {@link #run}, for a task with a result. */
  <T> T call(Context context, Supplier<T> task) {
    Map<String, String> outer = enter();
    Context previous = context.attach();
    try {
      return task.get();
    } finally {
      context.detach(previous);
      leave(outer);
    }
  }

  /** A task that, wherever it runs, works for the request of the thread that called this. */
  public static Runnable wrap(Runnable task) {
    Context context = Context.current();
    RequestScope scope = KEY.get(context);
    return scope == null ? context.wrap(task) : () -> scope.run(context, task);
  }

  /** Runs a task for a request, as a program without a server of its own does before it calls. */
  public static <T> T with(RequestScope scope, Supplier<T> task) {
    return scope.call(Context.current().withValue(KEY, scope), task);
  }

  private Map<String, String> enter() {
    Map<String, String> outer = MDC.getCopyOfContextMap();
    if (!service.isEmpty()) {
      MDC.put("service", service);
    }
    MDC.put("request_id", requestId);
    MDC.put("trace_id", trace().traceId());
    return outer == null ? Map.of() : outer;
  }

  // Services in one JVM call each other on the same thread, so the fields of the outer one return.
  private static void leave(Map<String, String> outer) {
    MDC.setContextMap(outer);
  }
}
