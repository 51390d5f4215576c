package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.launcher.report.RunReport;
import io.semlink.launcher.report.RunTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one photo through a running transmitter. */
@Command(
    name = "send",
    description = {
      "Sends a photo through running services and shows what happened. The link's SNR, bandwidth",
      "and fading are the channel simulator's."
    },
    sortOptions = false)
final class SendCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(paramLabel = "PHOTO", description = "Photo (PNG, JPEG, WebP); - for standard input.")
  private String photo = "";

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      defaultValue = "${env:SEMLINK_TARGET:-127.0.0.1:" + Ports.TRANSMITTER + "}",
      description =
          "Where the transmitter is. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_TARGET.")
  private HostPort target = new HostPort("127.0.0.1", Ports.TRANSMITTER);

  @Option(
      names = "--link",
      paramLabel = "NAME",
      defaultValue = "${env:SEMLINK_LINK:-default}",
      description =
          "Link of the channel simulator. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_LINK.")
  private String linkName = "default";

  @Mixin private final RequestFlags request = new RequestFlags();
  @Mixin private final ClientFlags client = new ClientFlags();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${env:SEMLINK_OUT:-" + Option.NULL_VALUE + "}",
      description = "Folder to write pictures and report to. Default: none. Variable: SEMLINK_OUT.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
  private boolean json;

  @Mixin private final GlobalFlags global = new GlobalFlags();

  SendCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    PhotoArgument input = PhotoArgument.read(streams, photo);
    ManagedChannel channel = client.channel(target);
    try (ProgressLine progress = new ProgressLine(streams)) {
      TransmissionResult result =
          Sender.send(
              channel, request.options(linkName), input.content(), request.timeout, progress);
      if (out != null) {
        RunFolder.write(out, input.name(), result);
      }
      progress.close();
      if (json) {
        streams.print(RunReport.of(result.report()).json());
      } else {
        int points =
            new TransmitterClient(channel).capabilities(request.timeout).getOperatingPointsCount();
        streams
            .out()
            .print(RunTable.render(result.report(), input.name(), points - 1, streams.outLook()));
        streams.out().flush();
      }
    } finally {
      channel.shutdownNow();
    }
    return ExitCode.OK.code();
  }
}
