package io.semlink.chassis;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/** Gives calls their place in a trace, and tells of them to someone who collects traces. */
interface Tracing extends AutoCloseable {
  /** Numbers calls, and tells nobody. */
  Tracing OFF =
      new Tracing() {
        @Override
        public Traced serve(MethodDescriptor<?, ?> method, Optional<TraceContext> caller) {
          return Traced.untold(caller.map(TraceContext::child).orElseGet(TraceContext::fresh));
        }

        @Override
        public Traced call(MethodDescriptor<?, ?> method, TraceContext within) {
          return Traced.untold(within);
        }

        @Override
        public void stage(TraceContext within, String stage, long endEpochNanos, Duration took) {}

        @Override
        public void close() {}
      };

  /**
   * A call that begins to be served.
   *
   * @param caller what the caller's headers say
   */
  Traced serve(MethodDescriptor<?, ?> method, Optional<TraceContext> caller);

  /**
   * A call that we make.
   *
   * @param within the call that it is made for
   */
  Traced call(MethodDescriptor<?, ?> method, TraceContext within);

  /**
   * A stage that has ended.
   *
   * @param within the call that it belongs to
   * @param endEpochNanos when it ended
   */
  void stage(TraceContext within, String stage, long endEpochNanos, Duration took);

  /** Sends what has not been sent. */
  @Override
  void close();

  /** A call under way. */
  interface Traced {
    /** What its headers, logs and exemplars say. */
    TraceContext context();

    /** Says something of the call, such as its link. */
    void annotate(String key, String value);

    /** Says how it ended; further calls do nothing. */
    void end(Status status, Metadata trailers);

    /** Whether someone is told. */
    boolean told();

    /** A call that nobody is told of. */
    static Traced untold(TraceContext context) {
      return new Traced() {
        @Override
        public TraceContext context() {
          return context;
        }

        @Override
        public void annotate(String key, String value) {}

        @Override
        public void end(Status status, Metadata trailers) {}

        @Override
        public boolean told() {
          return false;
        }
      };
    }
  }
}
