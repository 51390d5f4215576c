package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Codes a photo to a file, without services. */
@Command(
    name = "encode",
    description = {
      "Codes a photo to a container file at a given quality, without any service, and prints its",
      "size and PSNR."
    })
final class EncodeCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();

  @Parameters(paramLabel = "IN", description = "Photo (PNG, JPEG, WebP); - for standard input.")
  private String in = "";

  @Mixin private final EncodeControl control = new EncodeControl();

  @Option(
      names = "--scheme",
      paramLabel = "ID",
      defaultValue = Schemes.CIE,
      description =
          "CIE, VAE_FULL or TEXT_ONLY, or to compare: JPEG2000, JPEG, WEBP, HEVC, which take"
              + " --max-bits. Default: ${DEFAULT-VALUE}.")
  private String scheme = Schemes.CIE;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Container file to write; - for standard output.")
  private String output = "";

  @Option(names = "--label", paramLabel = "NAME", description = "What matters; may be repeated.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--caption",
      paramLabel = "TEXT",
      description = "Caption to put in instead of one made from the photo.")
  private @Nullable String caption;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  EncodeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    control.requireOne();
    Photo photo = PhotoReader.read(streams.read(in));
    try (Bundle models = bundle.load()) {
      Schemes schemes = Schemes.open(models);
      EncodeOptions options =
          new EncodeOptions(
              control.control(bundle, models), Optional.ofNullable(caption), labels, false);
      EncodedPhoto coded =
          global.quietly(() -> schemes.encoder(scheme).encode(photo, options, StageListener.NONE));
      byte[] file = coded.container().toBytes();
      streams.write(output, file);
      DecodedPhoto decoded = schemes.decode(coded.container(), StageListener.NONE);
      if (!output.equals("-")) {
        EncodeFigures figures = EncodeFigures.of(photo, coded, decoded, file.length);
        streams.print(json ? Json.write(figures.fields()) : figures.line());
      }
    }
    return ExitCode.OK.code();
  }
}
