package io.semlink.launcher;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.channel.service.ChannelSimService;
import io.semlink.channel.service.LinksFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the channel simulator. */
@Command(
    name = "channel-sim",
    description = {
      "Runs the channel simulator until SIGTERM: accounts air time on simulated links, and relays to",
      "the receiver what arrives in time. The flags describe its link 'default', unless the file of",
      "--links does; links can be added and changed while it runs (./semlink link)."
    },
    sortOptions = false)
final class ChannelSimCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PORT:-" + Ports.CHANNEL + "}",
      description =
          "gRPC port; 0 takes a free one. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PORT.")
  private int port = Ports.CHANNEL;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_ADMIN_PORT:-" + Ports.CHANNEL_ADMIN + "}",
      description =
          "Port of /metrics, /healthz, /readyz and /info. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_ADMIN_PORT.")
  private int adminPort = Ports.CHANNEL_ADMIN;

  @Option(
      names = "--receiver",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      defaultValue = "${env:SEMLINK_RECEIVER:-127.0.0.1:" + Ports.RECEIVER + "}",
      description = "Where the receiver is. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_RECEIVER.")
  private HostPort receiver = new HostPort("127.0.0.1", Ports.RECEIVER);

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_SEED:-1}",
      description = "Seed of the link's gains. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_SEED.")
  private long seed = 1;

  @Option(
      names = "--links",
      paramLabel = "FILE",
      defaultValue = "${env:SEMLINK_LINKS:-" + Option.NULL_VALUE + "}",
      description = "Links there are from the start, as JSON. Variable: SEMLINK_LINKS.")
  private @Nullable Path links;

  @Mixin private final NewLinkFlags link = new NewLinkFlags();
  @Mixin private final PeerFlags peer = new PeerFlags();
  @Mixin private final ServerFlags server = new ServerFlags();

  ChannelSimCommand(Streams streams) {
    this.streams = streams;
  }

  /** The settings these flags describe. */
  ChannelSimConfig config() {
    return new ChannelSimConfig(
        server.server(port, adminPort), server.peer("receiver", receiver, peer), links());
  }

  private List<LinkConfig> links() {
    List<LinkConfig> all = new ArrayList<>();
    try {
      if (links != null) {
        all.addAll(LinksFile.read(links));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (all.stream().noneMatch(config -> config.name().equals(LinkRegistry.DEFAULT_LINK))) {
      all.add(link.link(LinkRegistry.DEFAULT_LINK, seed));
    }
    return all;
  }

  @Override
  public Integer call() throws Exception {
    server.startLogging();
    return Services.runUntilStopped(ChannelSimService.wire(config()), streams);
  }
}
