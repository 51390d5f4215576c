package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.Findings;
import io.semlink.launcher.eval.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of every measurement. */
final class EvalFlags {
  private static final int WARM_UP_SIDE = 64;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the data; what lies where in it: docs/evaluation.md.")
  private Path dataset = Path.of("");

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most N photos of each set, evenly spread over it. Default: all.")
  private int limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where JSON, CSV and plots go. Default: out/eval/ and the measurement's name.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  /** Measures a bundle, writes the files, and prints the figures with the bundle they are of. */
  int report(Streams streams, BundleFlag flag, GlobalFlags global, Measurement measurement)
      throws Exception {
    Findings found;
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Bundle bundle = flag.load();
        ProgressLine progress = new ProgressLine(streams)) {
      global.quietly(() -> firstCall(bundle));
      found = measurement.of(bundle, new DataFolder(dataset, limit), progress::show);
      Map<String, String> identity = new LinkedHashMap<>();
      identity.put("name", bundle.manifest().name());
      identity.put("version", bundle.manifest().version());
      identity.put("fingerprint", bundle.fingerprintHex());
      figures.put("measurement", found.name());
      figures.put("bundle", identity);
      figures.putAll(found.figures());
    }
    Path folder = folder(found.name());
    found.withFigures(figures).write(folder);
    if (json) {
      streams.print(Json.write(figures));
    } else {
      found.lines().forEach(streams::print);
      streams.print("written to " + folder);
    }
    return ExitCode.OK.code();
  }

  /** Where the files of a measurement go. */
  Path folder(String name) {
    return out == null ? Path.of("out", "eval", name) : out;
  }

  /** Runs the networks once, when the library has warnings to give. */
  static DecodedPhoto firstCall(Bundle bundle) {
    Photo black = new Photo(WARM_UP_SIDE, WARM_UP_SIDE, new byte[3 * WARM_UP_SIDE * WARM_UP_SIDE]);
    Schemes schemes = Schemes.open(bundle);
    EncodeOptions options = EncodeOptions.of(new Control.Fixed(new OperatingChoice(0, 0)));
    return schemes.decode(
        schemes.encoder(Schemes.CIE).encode(black, options, StageListener.NONE).container(),
        StageListener.NONE);
  }

  /** Work over the photos of a folder. */
  @FunctionalInterface
  interface Measurement {
    Findings of(Bundle bundle, DataFolder data, Progress progress) throws Exception;
  }
}
