package io.semlink.transmitter;

import static java.util.Objects.requireNonNull;

import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.transmitter.console.ConsoleConfig;
import java.nio.file.Path;

/**
 * Settings of a transmitter.
 *
 * @param server where it listens and what bounds it keeps
 * @param channel where the channel is
 * @param bundle folder of the trained models
 * @param work how much it takes on at once
 * @param retries how often a photo is sent again when its way broke down
 * @param defaults what holds for requests that do not say it themselves
 * @param console the page on the admin port
 */
public record TransmitterConfig(
    ServerConfig server,
    PeerConfig channel,
    Path bundle,
    WorkSettings work,
    RetrySettings retries,
    RequestDefaults defaults,
    ConsoleConfig console) {

  /** Refuses null. */
  public TransmitterConfig {
    requireNonNull(server, "server");
    requireNonNull(channel, "channel");
    requireNonNull(bundle, "bundle");
    requireNonNull(work, "work");
    requireNonNull(retries, "retries");
    requireNonNull(defaults, "defaults");
    requireNonNull(console, "console");
  }

  /** The defaults of everything. */
  public static TransmitterConfig of(ServerConfig server, PeerConfig channel, Path bundle) {
    return new TransmitterConfig(
        server,
        channel,
        bundle,
        WorkSettings.defaults(),
        RetrySettings.DEFAULT,
        RequestDefaults.STANDARD,
        ConsoleConfig.DEFAULT);
  }

  /** The same with another channel. */
  public TransmitterConfig withChannel(PeerConfig other) {
    return new TransmitterConfig(server, other, bundle, work, retries, defaults, console);
  }

  /** The same with other bounds on its work. */
  public TransmitterConfig withWork(WorkSettings other) {
    return new TransmitterConfig(server, channel, bundle, other, retries, defaults, console);
  }

  /** The same with another number of workers and places in the queue. */
  public TransmitterConfig withWorkers(int workers, int queueCapacity) {
    return withWork(
        new WorkSettings(workers, queueCapacity, work.maxBufferedBytes(), work.uploadTimeout()));
  }

  /** The same with other retries. */
  public TransmitterConfig withRetries(RetrySettings other) {
    return new TransmitterConfig(server, channel, bundle, work, other, defaults, console);
  }

  /** The same with other defaults of requests. */
  public TransmitterConfig withDefaults(RequestDefaults other) {
    return new TransmitterConfig(server, channel, bundle, work, retries, other, console);
  }

  /** The same with another console. */
  public TransmitterConfig withConsole(ConsoleConfig other) {
    return new TransmitterConfig(server, channel, bundle, work, retries, defaults, other);
  }
}
