package io.semlink.launcher;

import io.semlink.channel.v1.DeleteLinkRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a link away. */
@Command(
    name = "delete",
    description = "Takes a link away; transmissions under way go on to their end.",
    sortOptions = false)
final class LinkDeleteCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(paramLabel = "NAME", description = "Link; 'default' cannot be deleted.")
  private String name = "";

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkDeleteCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    DeleteLinkRequest request = DeleteLinkRequest.newBuilder().setName(name).build();
    channel.connected(to -> channel.within(to).deleteLink(request));
    streams.print(name + " was deleted");
    return ExitCode.OK.code();
  }
}
