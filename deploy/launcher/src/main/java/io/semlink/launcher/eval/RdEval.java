package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rate-distortion curve of the codec: every photo coded whole at every operating point into a real
 * file, every bit counted, and decoded from it; means of per-photo values. On the Kodak images the
 * curves of other coders stand beside it.
 */
public final class RdEval {
  private final Schemes schemes;
  private final List<EvalPhoto> photos;
  private final List<Integer> points;
  private final Map<Integer, List<Sized>> sizes = new LinkedHashMap<>();

  /** A photo at an operating point. */
  private record Sized(String photo, int bytes, double bpp, double psnrDb) {}

  private RdEval(Schemes schemes, List<EvalPhoto> photos, List<Integer> points) {
    this.schemes = schemes;
    this.photos = photos;
    this.points = points;
  }

  /**
   * Measures a bundle on the photos of a folder.
   *
   * @param points operating points; empty for all
   * @throws IOException if the folder is missing or a photo cannot be read
   */
  public static Findings run(
      Bundle bundle, DataFolder data, List<Integer> points, Progress progress) throws IOException {
    int count = bundle.manifest().codec().operatingPoints().size();
    List<Integer> chosen = points.isEmpty() ? IntStream.range(0, count).boxed().toList() : points;
    for (int point : chosen) {
      if (point < 0 || point >= count) {
        throw new IllegalArgumentException(
            "operating point " + point + " is not within 0.." + (count - 1));
      }
    }
    RdEval eval = new RdEval(Schemes.open(bundle), data.flat(), chosen);
    eval.measure(progress);
    return eval.findings();
  }

  private void measure(Progress progress) throws IOException {
    for (int i = 0; i < photos.size(); i++) {
      EvalPhoto each = photos.get(i);
      PhotoAnalysis analysis = schemes.analyse(each.read());
      for (int k = 0; k < points.size(); k++) {
        int point = points.get(k);
        progress.at(
            (i + (double) k / points.size()) / photos.size(), each.name() + ", point " + point);
        sizes
            .computeIfAbsent(point, none -> new ArrayList<>())
            .add(measure(each.name(), analysis, point));
      }
    }
  }

  private Sized measure(String name, PhotoAnalysis analysis, int point) {
    Control fixed = new Control.Fixed(new OperatingChoice(point, 0));
    byte[] coded = schemes.encode(Schemes.VAE_FULL, analysis, fixed).container().toBytes();
    DecodedPhoto decoded = schemes.decode(ContainerReader.read(coded), StageListener.NONE);
    Photo photo = analysis.photo();
    double bpp = 8.0 * coded.length / ((long) photo.width() * photo.height());
    return new Sized(name, coded.length, bpp, Psnr.of(photo, decoded.photo()));
  }

  private Findings findings() {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> ours = new ArrayList<>();
    List<BdRate.Point> curve = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    sizes.forEach(
        (point, some) -> {
          some.forEach(
              each ->
                  rows.add(List.of(point, each.photo(), each.bytes(), each.bpp(), each.psnrDb())));
          BdRate.Point value =
              new BdRate.Point(Means.mean(some, Sized::bpp), Means.mean(some, Sized::psnrDb));
          curve.add(value);
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("point", point);
          fields.put("bpp", value.bpp());
          fields.put("psnr_db", value.psnrDb());
          ours.add(fields);
          lines.add(
              String.format(
                  Locale.ROOT, "%2d  %.4f bit/px  %.3f dB", point, value.bpp(), value.psnrDb()));
        });
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("photos", photos.size());
    figures.put("curve", ours);
    List<Plot.Curve> curves = new ArrayList<>();
    curves.add(curve("Semlink", curve));
    if (Peers.compare(photos)) {
      List<Map<String, Object>> peers = new ArrayList<>();
      for (Peers.Peer peer : Peers.load()) {
        peers.add(peer(peer, curve, lines));
        curves.add(curve(peer.name(), peer.points()));
      }
      figures.put("peers", peers);
    } else {
      lines.add("not the 24 Kodak images, so other coders are left out");
    }
    return new Findings(
        "rd",
        lines,
        figures,
        List.of(new Table("rd", List.of("point", "photo", "bytes", "bpp", "psnr_db"), rows)),
        List.of(
            new Plot(
                "rd",
                "Rate and distortion, mean of " + photos.size() + " photos",
                "bits per pixel",
                "PSNR, dB",
                true,
                curves)),
        Map.of());
  }

  private static Map<String, Object> peer(
      Peers.Peer peer, List<BdRate.Point> ours, List<String> lines) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", peer.name());
    fields.put("source", peer.source());
    try {
      double rate = 100 * BdRate.of(ours, peer.points());
      fields.put("bd_rate_percent", rate);
      lines.add(
          String.format(
              Locale.ROOT,
              "BD-rate against %-22s %+6.1f %% (more is worse)",
              peer.name() + ":",
              rate));
    } catch (IllegalArgumentException e) { // one point alone, or no PSNR in common
      lines.add("no BD-rate against " + peer.name() + ": " + e.getMessage());
    }
    fields.put(
        "curve",
        peer.points().stream().map(p -> Map.of("bpp", p.bpp(), "psnr_db", p.psnrDb())).toList());
    return fields;
  }

  private static Plot.Curve curve(String name, List<BdRate.Point> points) {
    // Peers reach further than anyone looks.
    List<BdRate.Point> shown = points.stream().filter(p -> p.bpp() <= 3).toList();
    List<BdRate.Point> some = shown.isEmpty() ? points : shown;
    return new Plot.Curve(
        name,
        some.stream().map(BdRate.Point::bpp).toList(),
        some.stream().map(BdRate.Point::psnrDb).toList());
  }
}
