package io.semlink.chassis;

/**
 * Bounds on what clients may ask of a gRPC server. gRPC's own defaults leave several of them open,
 * and a flood of streams then ends in an OutOfMemoryError.
 *
 * @param maxCallsPerConnection streams open at once on one connection, 1 or more
 * @param maxCalls calls open at once on the whole server; further ones are refused with
 *     RESOURCE_EXHAUSTED; 1 or more
 * @param maxInboundMessageBytes largest message, 1024 or more
 * @param maxInboundMetadataBytes largest header block, 1024 or more
 * @param executorThreads threads that run the calls' callbacks, 1 or more
 * @param executorQueue callbacks that may wait for a thread, 1 or more; only connections that were
 *     not even accepted as calls can fill it, since a call has at most one waiting
 */
public record Limits(
    int maxCallsPerConnection,
    int maxCalls,
    int maxInboundMessageBytes,
    int maxInboundMetadataBytes,
    int executorThreads,
    int executorQueue) {

  public Limits {
    atLeast("maxCallsPerConnection", maxCallsPerConnection, 1);
    atLeast("maxCalls", maxCalls, 1);
    atLeast("maxInboundMessageBytes", maxInboundMessageBytes, 1024);
    atLeast("maxInboundMetadataBytes", maxInboundMetadataBytes, 1024);
    atLeast("executorThreads", executorThreads, 1);
    atLeast("executorQueue", executorQueue, 1);
  }

  /** 100 calls per connection, 256 in all, 4 MiB messages, 8 KiB metadata, 8 threads. */
  public static Limits defaults() {
    return new Limits(100, 256, 4 << 20, 8 << 10, 8, 4096);
  }

  /** The same with another bound on open calls. */
  public Limits withMaxCalls(int calls) {
    return new Limits(
        maxCallsPerConnection,
        calls,
        maxInboundMessageBytes,
        maxInboundMetadataBytes,
        executorThreads,
        executorQueue);
  }

  /** The same with another bound on messages. */
  public Limits withMaxInboundMessageBytes(int bytes) {
    return new Limits(
        maxCallsPerConnection,
        maxCalls,
        bytes,
        maxInboundMetadataBytes,
        executorThreads,
        executorQueue);
  }

  /** The same with another executor. */
  public Limits withExecutor(int threads, int queue) {
    return new Limits(
        maxCallsPerConnection,
        maxCalls,
        maxInboundMessageBytes,
        maxInboundMetadataBytes,
        threads,
        queue);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }
}
