package io.semlink.receiver;

import static java.util.Objects.requireNonNull;

import io.semlink.chassis.ServerConfig;
import io.semlink.codec.network.DeviceChoice;
import io.semlink.receiver.inpaint.DegradationPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of a receiver.
 *
 * @param server where it listens and what bounds it keeps
 * @param bundle folder of the trained models
 * @param workers deliveries worked on at once, 1 to 64
 * @param queueCapacity deliveries that may wait for a worker, 1 to 10 000; further ones are refused
 * @param decodes deliveries in the decoder at once, 1 to 64
 * @param policy what is given up under load
 * @param maxBatch pictures in one call of the denoiser, 1 to 64
 * @param maxDeliveryBytes bytes of one delivery, at least 1 KiB
 * @param maxBufferedBytes bytes of deliveries held at once, over all requests, at least one
 *     delivery
 * @param deliveryTimeout time from a request's begin to the end of its delivery, more than 0
 * @param storeBytes bytes of finished pictures kept for GetImage, 0 or more; the oldest go first
 * @param maxWatchers calls of WatchImages at once, 1 or more
 * @param device where the networks run
 */
public record ReceiverConfig(
    ServerConfig server,
    Path bundle,
    int workers,
    int queueCapacity,
    int decodes,
    DegradationPolicy policy,
    int maxBatch,
    long maxDeliveryBytes,
    long maxBufferedBytes,
    Duration deliveryTimeout,
    long storeBytes,
    int maxWatchers,
    DeviceChoice device) {
  /** Checks ranges. */
  public ReceiverConfig {
    requireNonNull(server, "server");
    requireNonNull(bundle, "bundle");
    requireNonNull(policy, "policy");
    requireNonNull(deliveryTimeout, "deliveryTimeout");
    requireNonNull(device, "device");
    within("workers", workers, 1, 64);
    within("queueCapacity", queueCapacity, 1, 10_000);
    within("decodes", decodes, 1, 64);
    within("maxBatch", maxBatch, 1, 64);
    within("maxDeliveryBytes", maxDeliveryBytes, 1 << 10, Integer.MAX_VALUE / 2);
    within("maxBufferedBytes", maxBufferedBytes, maxDeliveryBytes, Long.MAX_VALUE);
    within("storeBytes", storeBytes, 0, Long.MAX_VALUE);
    within("maxWatchers", maxWatchers, 1, Integer.MAX_VALUE);
    if (deliveryTimeout.isNegative() || deliveryTimeout.isZero()) {
      throw new IllegalArgumentException("deliveryTimeout must be more than 0: " + deliveryTimeout);
    }
  }

  /**
   * Defaults: 8 workers, 16 deliveries waiting, one decode per two processors but at least one, all
   * steps for up to 3 pictures at once, 10 steps for up to 6, batches of 4, deliveries up to 16 MiB
   * and 128 MiB in all, 10 min for a delivery, 64 MiB of finished pictures, 64 watchers, the GPU
   * where there is one.
   */
  public static ReceiverConfig of(ServerConfig server, Path bundle) {
    return new ReceiverConfig(
        server,
        bundle,
        8,
        16,
        Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2)),
        new DegradationPolicy(10, 2, 5),
        4,
        16L << 20,
        128L << 20,
        Duration.ofMinutes(10),
        64L << 20,
        64,
        DeviceChoice.AUTO);
  }

  /** The same with another number of workers and places in the queue. */
  public ReceiverConfig withWorkers(int newWorkers, int newQueueCapacity) {
    return new ReceiverConfig(
        server,
        bundle,
        newWorkers,
        newQueueCapacity,
        decodes,
        policy,
        maxBatch,
        maxDeliveryBytes,
        maxBufferedBytes,
        deliveryTimeout,
        storeBytes,
        maxWatchers,
        device);
  }

  /** The same with another degradation and batch. */
  public ReceiverConfig withPolicy(DegradationPolicy newPolicy, int newMaxBatch) {
    return new ReceiverConfig(
        server,
        bundle,
        workers,
        queueCapacity,
        decodes,
        newPolicy,
        newMaxBatch,
        maxDeliveryBytes,
        maxBufferedBytes,
        deliveryTimeout,
        storeBytes,
        maxWatchers,
        device);
  }

  /** The same with other bounds on deliveries. */
  public ReceiverConfig withDeliveries(long maxBytes, long maxBytesInAll, Duration timeout) {
    return new ReceiverConfig(
        server,
        bundle,
        workers,
        queueCapacity,
        decodes,
        policy,
        maxBatch,
        maxBytes,
        maxBytesInAll,
        timeout,
        storeBytes,
        maxWatchers,
        device);
  }

  /** The same with other bounds on what is kept and watched. */
  public ReceiverConfig withStore(long newStoreBytes, int newMaxWatchers) {
    return new ReceiverConfig(
        server,
        bundle,
        workers,
        queueCapacity,
        decodes,
        policy,
        maxBatch,
        maxDeliveryBytes,
        maxBufferedBytes,
        deliveryTimeout,
        newStoreBytes,
        newMaxWatchers,
        device);
  }

  /** The same with another choice of where the networks run. */
  public ReceiverConfig withDevice(DeviceChoice newDevice) {
    return new ReceiverConfig(
        server,
        bundle,
        workers,
        queueCapacity,
        decodes,
        policy,
        maxBatch,
        maxDeliveryBytes,
        maxBufferedBytes,
        deliveryTimeout,
        storeBytes,
        maxWatchers,
        newDevice);
  }

  private static void within(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s must be in [%d, %d]: %d".formatted(field, low, high, value));
    }
  }
}
