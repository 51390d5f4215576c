package io.semlink.transmitter;

import static java.util.Objects.requireNonNull;

import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.transmitter.console.ConsoleConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a transmitter.
 *
 * @param server where it listens and what bounds it keeps
 * @param channel where the channel is
 * @param bundle folder of the trained models
 * @param workers photos coded at once, 1 to 64
 * @param queueCapacity requests that may wait for a worker, 1 to 10 000; further ones are refused
 * @param maxBufferedBytes bytes of uploaded photos held at once, over all requests, at least 1 MiB
 * @param uploadTimeout time a client has to upload its photo, more than 0
 * @param retries how often a photo is sent again when its way broke down
 * @param defaultScheme scheme of requests that name none
 * @param minMaskPsnrDb least estimated PSNR inside the kept region for requests that name none, in
 *     [0, 60] dB; 0 for no floor
 * @param marginDb margin kept from the link's SNR as known for requests that name none, in [0, 40]
 *     dB
 * @param policy table for control POLICY; without one that control is refused
 * @param console the page on the admin port
 */
public record TransmitterConfig(
    ServerConfig server,
    PeerConfig channel,
    Path bundle,
    int workers,
    int queueCapacity,
    long maxBufferedBytes,
    Duration uploadTimeout,
    RetrySettings retries,
    String defaultScheme,
    double minMaskPsnrDb,
    double marginDb,
    Optional<Path> policy,
    ConsoleConfig console) {
  private static final int MAX_WORKERS = 64;
  private static final int MAX_QUEUE = 10_000;
  private static final long MIN_BUFFERED_BYTES = 1 << 20;
  private static final double MAX_FLOOR_DB = 60;
  private static final double MAX_MARGIN_DB = 40;

  /** Checks ranges. */
  public TransmitterConfig {
    requireNonNull(server, "server");
    requireNonNull(channel, "channel");
    requireNonNull(bundle, "bundle");
    requireNonNull(policy, "policy");
    requireNonNull(retries, "retries");
    requireNonNull(console, "console");
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("workers must be in [1, 64]: " + workers);
    }
    if (queueCapacity < 1 || queueCapacity > MAX_QUEUE) {
      throw new IllegalArgumentException("queueCapacity must be in [1, 10000]: " + queueCapacity);
    }
    if (maxBufferedBytes < MIN_BUFFERED_BYTES) {
      throw new IllegalArgumentException(
          "maxBufferedBytes must be at least " + MIN_BUFFERED_BYTES + ": " + maxBufferedBytes);
    }
    positive("uploadTimeout", uploadTimeout);
    if (defaultScheme.isBlank()) {
      throw new IllegalArgumentException("defaultScheme is blank");
    }
    if (!(minMaskPsnrDb >= 0 && minMaskPsnrDb <= MAX_FLOOR_DB)) {
      throw new IllegalArgumentException("minMaskPsnrDb must be in [0, 60] dB: " + minMaskPsnrDb);
    }
    if (!(marginDb >= 0 && marginDb <= MAX_MARGIN_DB)) {
      throw new IllegalArgumentException("marginDb must be in [0, 40] dB: " + marginDb);
    }
  }

  /**
   * Defaults: as many workers as processors but at most 8, 32 requests waiting, 256 MiB of uploads,
   * 30 s to upload, {@link RetrySettings#DEFAULT}, scheme {@code CIE}, no floor, no margin, no
   * policy table, the standard console.
   */
  public static TransmitterConfig of(ServerConfig server, PeerConfig channel, Path bundle) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        Math.min(8, Runtime.getRuntime().availableProcessors()),
        32,
        256L << 20,
        Duration.ofSeconds(30),
        RetrySettings.DEFAULT,
        "CIE",
        0,
        0,
        Optional.empty(),
        ConsoleConfig.DEFAULT);
  }

  /** The same with another number of workers and places in the queue. */
  public TransmitterConfig withWorkers(int newWorkers, int newQueueCapacity) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        newWorkers,
        newQueueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        policy,
        console);
  }

  /** The same with another channel. */
  public TransmitterConfig withChannel(PeerConfig newChannel) {
    return new TransmitterConfig(
        server,
        newChannel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        policy,
        console);
  }

  /** The same with another time for the client to upload. */
  public TransmitterConfig withUploadTimeout(Duration time) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        time,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        policy,
        console);
  }

  /** The same with other retries. */
  public TransmitterConfig withRetries(RetrySettings newRetries) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        newRetries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        policy,
        console);
  }

  /** The same with another default scheme and floor. */
  public TransmitterConfig withDefaults(String scheme, double floorDb) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        scheme,
        floorDb,
        marginDb,
        policy,
        console);
  }

  /** The same with another margin for requests that name none. */
  public TransmitterConfig withMarginDb(double margin) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        margin,
        policy,
        console);
  }

  /** The same with another policy table. */
  public TransmitterConfig withPolicy(Optional<Path> table) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        table,
        console);
  }

  /** The same with another console. */
  public TransmitterConfig withConsole(ConsoleConfig newConsole) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        workers,
        queueCapacity,
        maxBufferedBytes,
        uploadTimeout,
        retries,
        defaultScheme,
        minMaskPsnrDb,
        marginDb,
        policy,
        newConsole);
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(field + " must be more than 0: " + value);
    }
  }
}
