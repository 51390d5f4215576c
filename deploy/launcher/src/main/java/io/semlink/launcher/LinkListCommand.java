package io.semlink.launcher;

import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListLinksResponse;
import io.semlink.launcher.link.LinkTables;
import io.semlink.launcher.link.ProtoJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the links. */
@Command(name = "list", description = "Lists the links.", sortOptions = false)
final class LinkListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    ListLinksResponse answer =
        channel.connected(
            to -> channel.within(to).listLinks(ListLinksRequest.getDefaultInstance()));
    if (json) {
      streams.print(ProtoJson.text(answer));
    } else {
      streams.out().print(LinkTables.list(answer.getLinksList(), streams.outLook()));
      streams.out().flush();
    }
    return ExitCode.OK.code();
  }
}
