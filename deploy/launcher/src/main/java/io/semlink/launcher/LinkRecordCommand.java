package io.semlink.launcher;

import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.RecordLinkRequest;
import io.semlink.channel.v1.RecordLinkResponse;
import io.semlink.launcher.link.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records the blocks that a link uses. */
@Command(
    name = "record",
    description = {
      "Records the blocks that a link uses from now on, until Ctrl-C, N blocks, or the link is reset",
      "or deleted, into a file that ./semlink link replay plays back bit for bit."
    },
    sortOptions = false)
final class LinkRecordCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(paramLabel = "NAME", description = "Link.")
  private String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "File to write; it has the name FILE.part until the recording ends.")
  private Path out = Path.of("");

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "0",
      description = "Blocks to record, at most 1000000. Default: until Ctrl-C.")
  private int blocks;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkRecordCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    if (blocks < 0) {
      throw new Failure.CommandException(ExitCode.USAGE, "--blocks must not be negative");
    }
    RecordLinkRequest request =
        RecordLinkRequest.newBuilder().setName(name).setMaxBlocks(blocks).build();
    long recorded =
        channel.connected(
            to -> record(ChannelAdminServiceGrpc.newBlockingStub(to).recordLink(request)));
    streams.print(recorded + " blocks of " + name + " are in " + out);
    return ExitCode.OK.code();
  }

  private long record(Iterator<RecordLinkResponse> parts) throws IOException {
    // The settings come first; before them there is nothing to keep.
    @Nullable RecordLinkResponse first = parts.hasNext() ? parts.next() : null;
    if (first == null) {
      return 0;
    }
    try (RecordingWriter writer = new RecordingWriter(out, first.getConfig())) {
      Thread atExit = new Thread(() -> finish(writer), "recording-end");
      Runtime.getRuntime().addShutdownHook(atExit);
      try (ProgressLine progress = new ProgressLine(streams)) {
        writer.write(first.getBlocksList());
        while (parts.hasNext()) {
          writer.write(parts.next().getBlocksList());
          progress.show(
              blocks == 0 ? 0 : (double) writer.blocks() / blocks, writer.blocks() + " blocks");
        }
      } finally {
        forget(atExit);
      }
      return writer.blocks();
    }
  }

  /** Ends the recording when Ctrl-C ends the program. */
  private void finish(RecordingWriter writer) {
    try {
      writer.close();
    } catch (IOException e) {
      streams.err().println("semlink: the recording was not finished: " + e.getMessage());
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The program ends already, and the hook runs.
    }
  }
}
