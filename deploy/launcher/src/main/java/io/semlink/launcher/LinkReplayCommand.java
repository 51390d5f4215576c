package io.semlink.launcher;

import io.semlink.channel.v1.ReplayHeader;
import io.semlink.channel.v1.ReplayLinkResponse;
import io.semlink.launcher.link.LinkReplay;
import io.semlink.launcher.link.ProtoJson;
import io.semlink.launcher.link.RecordingReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a recording back. */
@Command(
    name = "replay",
    description = {
      "Lets a link play a recording back, from the beginning again at its end: same gains, same cuts,",
      "same errors. The link is made if there is none of that name. If a line of the file is wrong,",
      "nothing changes."
    },
    sortOptions = false)
final class LinkReplayCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(index = "0", paramLabel = "NAME", description = "Link.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Recording made with ./semlink link record.")
  private Path file = Path.of("");

  @Option(
      names = "--gains-only",
      description =
          "Keep the link's own settings but for gains, SNR, bandwidth and block lengths."
              + " Default: take those of the recorded link.")
  private boolean gainsOnly;

  @Option(names = "--json", description = "Print the link as JSON.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkReplayCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    ReplayLinkResponse answer;
    try (RecordingReader recording = RecordingReader.open(file)) {
      ReplayHeader.Builder header = ReplayHeader.newBuilder().setName(name);
      if (!gainsOnly) {
        header.setConfig(recording.config());
      }
      answer = channel.connected(to -> LinkReplay.play(to, header.build(), recording));
    }
    streams.print(
        json
            ? ProtoJson.text(answer.getLink())
            : name + " plays back " + answer.getBlockCount() + " blocks of " + file);
    return ExitCode.OK.code();
  }
}
