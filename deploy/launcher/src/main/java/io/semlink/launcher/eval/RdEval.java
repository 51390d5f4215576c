package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
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
  private final Map<Integer, BdRate.Point> curve = new LinkedHashMap<>();
  private final List<List<Object>> rows = new ArrayList<>();

  private RdEval(Schemes schemes, List<EvalPhoto> photos) {
    this.schemes = schemes;
    this.photos = photos;
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
    RdEval eval = new RdEval(Schemes.open(bundle), data.flat());
    for (int i = 0; i < chosen.size(); i++) {
      eval.measure(chosen.get(i), (double) i / chosen.size(), 1.0 / chosen.size(), progress);
    }
    return eval.findings();
  }

  private void measure(int point, double from, double length, Progress progress)
      throws IOException {
    EncodeOptions options = EncodeOptions.of(new Control.Fixed(new OperatingChoice(point, 0)));
    double bpp = 0;
    double psnrDb = 0;
    for (int i = 0; i < photos.size(); i++) {
      EvalPhoto each = photos.get(i);
      progress.at(from + length * i / photos.size(), "point " + point + ", " + each.name());
      Photo photo = each.read();
      byte[] coded =
          schemes
              .encoder(Schemes.VAE_FULL)
              .encode(photo, options, StageListener.NONE)
              .container()
              .toBytes();
      DecodedPhoto decoded = schemes.decode(ContainerReader.read(coded), StageListener.NONE);
      double rate = 8.0 * coded.length / ((long) photo.width() * photo.height());
      double psnr = Psnr.of(photo, decoded.photo());
      rows.add(List.of(point, each.name(), coded.length, rate, psnr));
      bpp += rate / photos.size();
      psnrDb += psnr / photos.size();
    }
    curve.put(point, new BdRate.Point(bpp, psnrDb));
  }

  private Findings findings() {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> ours = new ArrayList<>();
    curve.forEach(
        (point, value) -> {
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
    List<BdRate.Point> points = List.copyOf(curve.values());
    curves.add(curve("Semlink", points));
    if (Peers.compare(photos)) {
      List<Map<String, Object>> peers = new ArrayList<>();
      for (Peers.Peer peer : Peers.load()) {
        peers.add(peer(peer, points, lines));
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
