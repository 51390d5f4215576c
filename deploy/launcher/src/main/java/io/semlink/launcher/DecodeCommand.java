package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.image.PngWriter;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.launcher.report.Figures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes a container file, without services. */
@Command(
    name = "decode",
    description = {
      "Decodes a container file to a PNG, without any service and without painting: what was not",
      "sent stays grey."
    })
final class DecodeCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();

  @Parameters(paramLabel = "FILE", description = "Container file; - for standard input.")
  private String in = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.png",
      description = "Picture to write; - for standard output.")
  private String output = "";

  @Option(
      names = "--partial",
      description = "Accept a file that was cut short, and show what arrived.")
  private boolean partial;

  DecodeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    byte[] file = streams.read(in);
    Container container = partial ? ContainerReader.readPrefix(file) : ContainerReader.read(file);
    try (Bundle models = bundle.load()) {
      Schemes schemes = Schemes.open(models);
      DecodedPhoto decoded = global.quietly(() -> schemes.decode(container, StageListener.NONE));
      streams.write(output, PngWriter.write(decoded.photo()));
      if (!output.equals("-")) {
        streams.print(
            decoded.photo().width()
                + " x "
                + decoded.photo().height()
                + quality(schemes.nameOf(container.header()), schemes, decoded)
                + ", "
                + Figures.percent(decoded.mask().fraction())
                + " of the cells"
                + (decoded.complete() ? "" : ", cut short")
                + (decoded.prompt().isEmpty() ? "" : ": " + decoded.prompt()));
      }
    }
    return ExitCode.OK.code();
  }

  private static String quality(String scheme, Schemes schemes, DecodedPhoto decoded) {
    return schemes.sendsPictureFile(scheme)
        ? " as " + scheme
        : " at point " + decoded.operatingPoint();
  }
}
