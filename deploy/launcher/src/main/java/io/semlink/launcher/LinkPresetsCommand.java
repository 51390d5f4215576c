package io.semlink.launcher;

import io.semlink.channel.v1.ListPresetsRequest;
import io.semlink.channel.v1.ListPresetsResponse;
import io.semlink.launcher.link.LinkTables;
import io.semlink.launcher.link.ProtoJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the presets. */
@Command(
    name = "presets",
    description = "Lists the settings that have a name, for --preset.",
    sortOptions = false)
final class LinkPresetsCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkPresetsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    ListPresetsResponse answer =
        channel.connected(
            to -> channel.within(to).listPresets(ListPresetsRequest.getDefaultInstance()));
    streams.print(
        json
            ? ProtoJson.text(answer)
            : LinkTables.presets(answer.getPresetsList(), streams.outLook()).stripTrailing());
    return ExitCode.OK.code();
  }
}
