package io.semlink.launcher;

import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.Link;
import io.semlink.launcher.link.LinkTables;
import io.semlink.launcher.link.ProtoJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one link. */
@Command(
    name = "get",
    description = "Shows a link: settings, the block that comes next, what it carried.",
    sortOptions = false)
final class LinkGetCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Link. Default: ${DEFAULT-VALUE}.")
  private String name = "default";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkGetCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    GetLinkRequest request = GetLinkRequest.newBuilder().setName(name).build();
    Link link = channel.connected(to -> channel.within(to).getLink(request)).getLink();
    streams.print(
        json ? ProtoJson.text(link) : LinkTables.link(link, streams.outLook()).stripTrailing());
    return ExitCode.OK.code();
  }
}
