package io.semlink.launcher;

import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.SampleLinkRequest;
import io.semlink.channel.v1.SampleLinkResponse;
import io.semlink.launcher.link.SampleSummary;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws blocks from a link. */
@Command(
    name = "sample",
    description = {
      "Draws blocks from a copy of a link, from its block 0; the link itself does not move. Prints",
      "means and quantiles, or every block as CSV: number, start, gain |h|^2, mean SNR, SNR of the",
      "block, capacity."
    },
    sortOptions = false)
final class LinkSampleCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Link. Default: ${DEFAULT-VALUE}.")
  private String name = "default";

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Blocks to draw, 1 to 1000000. Default: ${DEFAULT-VALUE}.")
  private int blocks = 10_000;

  @Option(names = "--csv", description = "Print every block, with a header.")
  private boolean csv;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the copy. Default: the link's.")
  private @Nullable Long seed;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkSampleCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    SampleLinkRequest.Builder request =
        SampleLinkRequest.newBuilder().setName(name).setBlockCount(blocks);
    LinkFlags.set(seed, request::setSeed);
    return channel.connected(
        to -> {
          Iterator<SampleLinkResponse> parts =
              ChannelAdminServiceGrpc.newBlockingStub(to).sampleLink(request.build());
          if (csv) {
            print(parts);
          } else {
            summarise(parts);
          }
          return ExitCode.OK.code();
        });
  }

  private void print(Iterator<SampleLinkResponse> parts) {
    // The header waits for the first answer: an error leaves standard output empty.
    boolean first = true;
    while (parts.hasNext()) {
      SampleLinkResponse part = parts.next();
      if (first) {
        streams.print(SampleSummary.CSV_HEADER);
        first = false;
      }
      StringBuilder lines = new StringBuilder();
      part.getSamplesList().forEach(s -> lines.append(SampleSummary.csv(s)).append('\n'));
      streams.out().print(lines);
      streams.out().flush();
    }
  }

  private void summarise(Iterator<SampleLinkResponse> parts) {
    SampleSummary summary = new SampleSummary();
    parts.forEachRemaining(part -> summary.add(part.getSamplesList()));
    streams.out().print(summary.render(streams.outLook()));
    streams.out().flush();
  }
}
