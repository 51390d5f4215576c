package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Rate-distortion curve of the codec: every photo coded whole at every operating point into a real
 * file, every bit counted, and decoded from it; means of per-photo values.
 */
@Command(
    name = "rd",
    description = {
      "Rate-distortion curve: codes every photo of a folder at every operating point, counts every",
      "bit of the file, decodes it and prints the means of bits per pixel and PSNR."
    })
final class EvalRdCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "Folder of photos (PNG, JPEG, WebP), for example the Kodak images.")
  private Path dataset = Path.of("");

  @Option(
      names = "--points",
      split = ",",
      paramLabel = "K",
      description = "Operating points. Default: all.")
  private List<Integer> points = new ArrayList<>();

  @Option(names = "--json", description = "Print the curve as JSON.")
  private boolean json;

  EvalRdCommand(Streams streams) {
    this.streams = streams;
  }

  /** Mean figures of one operating point. */
  private record Row(int point, double bpp, double psnrDb) {
    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("point", point);
      fields.put("bpp", bpp);
      fields.put("psnr_db", psnrDb);
      return fields;
    }
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    List<Path> files = photos();
    List<Row> rows = new ArrayList<>();
    try (Bundle models = bundle.load()) {
      Schemes schemes = Schemes.open(models);
      int count = models.manifest().codec().operatingPoints().size();
      List<Integer> chosen =
          points.isEmpty() ? Stream.iterate(0, k -> k + 1).limit(count).toList() : points;
      for (int point : chosen) {
        if (point < 0 || point >= count) {
          throw new ParameterException(
              spec.commandLine(), "operating point " + point + " is not within 0.." + (count - 1));
        }
        Row row = global.quietly(() -> measure(schemes, files, point));
        rows.add(row);
        if (!json) {
          streams.print(
              String.format(
                  Locale.ROOT, "%2d  %.4f bit/px  %.3f dB", point, row.bpp(), row.psnrDb()));
        }
      }
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("photos", files.size());
      fields.put("curve", rows.stream().map(Row::fields).toList());
      streams.print(Json.write(fields));
    }
    return ExitCode.OK.code();
  }

  private List<Path> photos() throws IOException {
    try (Stream<Path> entries = Files.list(dataset)) {
      List<Path> files =
          entries
              .filter(f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|webp)"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "no photos in " + dataset);
      }
      return files;
    }
  }

  private static Row measure(Schemes schemes, List<Path> files, int point) throws IOException {
    EncodeOptions options = EncodeOptions.of(new Control.Fixed(new OperatingChoice(point, 0)));
    double bpp = 0;
    double psnrDb = 0;
    for (Path file : files) {
      Photo photo = PhotoReader.read(Files.readAllBytes(file));
      byte[] coded =
          schemes
              .encoder(Schemes.VAE_FULL)
              .encode(photo, options, StageListener.NONE)
              .container()
              .toBytes();
      DecodedPhoto decoded = schemes.decode(ContainerReader.read(coded), StageListener.NONE);
      bpp += 8.0 * coded.length / ((long) photo.width() * photo.height()) / files.size();
      psnrDb += Psnr.of(photo, decoded.photo()) / files.size();
    }
    return new Row(point, bpp, psnrDb);
  }
}
