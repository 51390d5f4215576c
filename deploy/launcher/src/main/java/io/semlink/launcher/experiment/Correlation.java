package io.semlink.launcher.experiment;

import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Plot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Correlation of generated and true latents inside and outside the mask: Fig. 12 and Appendix A,
 * which eq. (23) and (24) rest on. One mask for all photos: the central quarter of the cells.
 */
final class Correlation implements Experiment<Correlation.Row> {

  /** Fixed point in which latents are kept between runs, per quantiser step. */
  private static final float FINENESS = 16;

  private static final int ENERGETIC = 10;

  /** All latents of a photo are kept, a megabyte each. */
  private static final int MOST_PHOTOS = 120;

  /** More cells would say the same. */
  private static final int MAX_SIDE_PX = 256;

  /**
   * Latents of a photo and of what was received of it.
   *
   * @param side cells across and down
   * @param channels latent channels
   * @param truth latents [cells][channels] in 1/16 of the reference's quantiser steps, big-endian
   *     16-bit integers in base 64
   * @param generated those of the received picture, alike
   */
  record Row(String photo, int side, int channels, String truth, String generated) {}

  /**
   * Correlation at a cell, mean over channels weighted by their information.
   *
   * @param sent 1 inside the mask, 0 outside
   * @param correlation of the generated with the true latents
   * @param energetic of the ten channels of greatest variance alone
   * @param chance of the generated latents with those of another photo
   */
  record Cell(int row, int column, int sent, double correlation, double energetic, double chance) {}

  @Override
  public String name() {
    return "correlation";
  }

  @Override
  public String question() {
    return "Correlation of generated and true latents inside and outside the mask (Fig. 12).";
  }

  @Override
  public Settings adapt(Settings settings) {
    return settings.atMost(MAX_SIDE_PX);
  }

  @Override
  public Class<Row> rowType() {
    return Row.class;
  }

  @Override
  public List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException {
    return data.varied(MOST_PHOTOS);
  }

  @Override
  public List<Row> measure(Workbench bench, EvalPhoto photo)
      throws IOException, InterruptedException {
    PhotoAnalysis analysis = bench.analyse(photo);
    int side = analysis.latent().rows();
    float[] map = new float[side * side];
    for (int cell = 0; cell < map.length; cell++) {
      map[cell] = sent(cell / side, cell % side, side) ? 1 : 0;
    }
    PhotoAnalysis masked = analysis.withImportance(new ImportanceMap(side, side, map));
    int reference = bench.points() - 1;
    Control fixed = new Control.Fixed(new OperatingChoice(reference, 0.5));
    DecodedPhoto decoded = bench.decode(bench.schemes().encode(Schemes.CIE, masked, fixed));
    Photo received = bench.receive(decoded);
    return List.of(
        new Row(
            photo.key(),
            side,
            analysis.latent().channels(),
            pack(bench, analysis.latent()),
            pack(bench, bench.schemes().analyse(received).latent())));
  }

  private static boolean sent(int row, int column, int side) {
    return within(row, side) && within(column, side);
  }

  private static boolean within(int at, int side) {
    return at >= side / 4 && at < side - side / 4;
  }

  private static String pack(Workbench bench, Latent latent) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * latent.values().length);
    for (int i = 0; i < latent.values().length; i++) {
      float steps = latent.values()[i] * bench.referenceGain(i % latent.channels());
      int fixed = Math.round(FINENESS * steps);
      bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, fixed)));
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static short[] unpack(String packed) {
    byte[] bytes = Base64.getDecoder().decode(packed);
    short[] values = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).asShortBuffer().get(values);
    return values;
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    if (rows.size() < 3) {
      throw new IllegalArgumentException("a correlation over photos needs three photos or more");
    }
    int side = rows.get(0).side();
    int channels = rows.get(0).channels();
    List<short[]> truth = rows.stream().map(row -> unpack(row.truth())).toList();
    List<short[]> generated = rows.stream().map(row -> unpack(row.generated())).toList();
    List<short[]> others = new ArrayList<>(truth.subList(1, truth.size()));
    others.add(truth.get(0));
    double[] variances = ChannelStatistics.variances(truth, channels);
    double[] weights =
        Arrays.stream(variances)
            .map(v -> Gvif.information(Math.sqrt(v) / FINENESS, Settings.GAMMA_SQUARED))
            .toArray();
    double[] energetic = ChannelStatistics.strongest(variances, ENERGETIC);
    List<Cell> cells = new ArrayList<>();
    for (int cell = 0; cell < side * side; cell++) {
      cells.add(
          new Cell(
              cell / side,
              cell % side,
              sent(cell / side, cell % side, side) ? 1 : 0,
              ChannelStatistics.pearson(truth, generated, cell * channels, weights),
              ChannelStatistics.pearson(truth, generated, cell * channels, energetic),
              ChannelStatistics.pearson(others, generated, cell * channels, weights)));
    }
    double inside = mean(cells, 1);
    double outside = mean(cells, 0);
    double far =
        cells.stream()
            .filter(cell -> far(cell, side))
            .mapToDouble(Cell::correlation)
            .average()
            .orElse(Double.NaN);
    double strong =
        cells.stream()
            .filter(cell -> cell.sent() == 0)
            .mapToDouble(Cell::energetic)
            .average()
            .orElse(Double.NaN);
    double chance =
        cells.stream()
            .filter(cell -> cell.sent() == 0)
            .mapToDouble(Cell::chance)
            .average()
            .orElse(Double.NaN);
    return new Chapter(
        "Correlation of generated and true latents (Fig. 12, Appendix A)",
        List.of(
            String.format(
                Locale.ROOT,
                "Of every one of %d photos the central quarter of the cells is sent at the reference"
                    + " point, the rest is painted, and the received picture analysed again."
                    + " Pearson's coefficient between its latents and the photo's, over the photos,"
                    + " is %.2f inside the mask and %.2f outside (mean over the cells, and over the"
                    + " %d channels by their information under eq. (27)); against another photo's"
                    + " latents it is %.2f.",
                rows.size(),
                inside,
                outside,
                channels,
                chance),
            String.format(
                Locale.ROOT,
                "Outside, what is left is context rather than transmission: at the border of the"
                    + " picture, far from what was sent, the mean is %.2f, but the ten channels of"
                    + " greatest variance, which hold the colour and brightness of a cell, still"
                    + " have %.2f over all cells outside: a painter that continues what it sees is"
                    + " right more often than by chance. Eq. (24), which counts nothing outside the"
                    + " mask, is therefore a lower bound.",
                far,
                strong)),
        List.of(
            new Claim(
                "generated latents follow the true ones inside the mask (eq. 23, Fig. 12)",
                "high correlation",
                String.format(Locale.ROOT, "%.2f", inside),
                Claim.Verdict.of(inside > 0.8),
                "quantisation, and the receptive field of the analysis, which looks beyond the mask"),
            new Claim(
                "and are independent of them outside (eq. 24, Fig. 12)",
                "uncorrelated",
                String.format(
                    Locale.ROOT,
                    "%.2f; %.2f in the ten strongest channels, %.2f by chance",
                    outside,
                    strong,
                    chance),
                outside < 0.1 ? Claim.Verdict.HOLDS : Claim.Verdict.IN_PART,
                "colours and brightness continue beyond the mask")),
        List.of(Grouped.table(name(), Cell.class, cells)),
        List.of(plot(cells, side)));
  }

  private static boolean far(Cell cell, int side) {
    int last = side - 1;
    return cell.row() == 0 || cell.column() == 0 || cell.row() == last || cell.column() == last;
  }

  private static double mean(List<Cell> cells, int sent) {
    return cells.stream()
        .filter(cell -> cell.sent() == sent)
        .mapToDouble(Cell::correlation)
        .average()
        .orElse(Double.NaN);
  }

  private Plot plot(List<Cell> cells, int side) {
    return new Plot(
        name(),
        "Correlation of generated and true latents",
        "column of cells; " + side / 4 + " to " + (side - side / 4 - 1) + " are sent",
        "Pearson's coefficient, mean over channels",
        false,
        List.of(
            curve("row " + side / 2 + ", through the mask", cells, side, side / 2),
            curve("row " + side / 8 + ", above it", cells, side, side / 8)));
  }

  private static Plot.Curve curve(String name, List<Cell> cells, int side, int row) {
    List<Cell> line = cells.subList(row * side, (row + 1) * side);
    return new Plot.Curve(
        name,
        line.stream().map(cell -> (double) cell.column()).toList(),
        line.stream().map(Cell::correlation).toList());
  }
}
