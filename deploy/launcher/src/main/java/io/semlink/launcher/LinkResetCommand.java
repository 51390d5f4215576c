package io.semlink.launcher;

import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.launcher.link.ProtoJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a link back to its beginning. */
@Command(
    name = "reset",
    description = {
      "Takes a link back to block 0, so that the same traffic meets the same blocks again, and sets",
      "its figures to zero."
    },
    sortOptions = false)
final class LinkResetCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(paramLabel = "NAME", description = "Link.")
  private String name = "";

  @Option(names = "--seed", paramLabel = "N", description = "New seed. Default: the one it has.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print the link as JSON.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkResetCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    ResetLinkRequest.Builder request = ResetLinkRequest.newBuilder().setName(name);
    LinkFlags.set(seed, request::setSeed);
    Link link = channel.connected(to -> channel.within(to).resetLink(request.build())).getLink();
    streams.print(
        json
            ? ProtoJson.text(link)
            : name + " is back at block 0, seed " + link.getConfig().getSeed());
    return ExitCode.OK.code();
  }
}
