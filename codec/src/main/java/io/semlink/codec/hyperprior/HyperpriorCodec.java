package io.semlink.codec.hyperprior;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.network.IntTensor;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.Tensor;

/**
 * The scale hyperprior's transforms and quantisation: photo to latent, latent to integers and
 * scales, integers back to a photo.
 *
 * <p>Balle et al. 2018, arXiv:1802.01436; eq. (3), (4) and (9) of the GVIF paper. Safe for use by
 * many threads.
 */
public final class HyperpriorCodec {
  /** Side of a latent cell, in pixels. */
  public static final int CELL_PIXELS = 16;

  /** Side of the part of a photo that the networks see at once, in cells. */
  private static final int TILE_CELLS = 64;

  /** Reach of the analysis: six 3x3 convolutions on patches of 4 pixels, 24 pixels. */
  private static final int ANALYSIS_MARGIN = 2;

  /** Reach of the hyper-analysis: one 3x3 convolution on 2x2 cells, within one hyper cell. */
  private static final int HYPER_MARGIN = 1;

  /** Cells that are transposed at once: what they take of a plane is one line of the cache. */
  private static final int CELLS_TOGETHER = 16;

  /** Reach of the synthesis: twelve 3x3 convolutions on patches of 4 pixels, 48 pixels. */
  private static final int SYNTHESIS_MARGIN = 3;

  private final Network transforms;
  private final IntegerHyperSynthesis hyperSynthesis;
  private final Gains gains;
  private final Deadzone deadzone = new Deadzone();

  /** Puts the parts of a bundle's codec together. */
  public HyperpriorCodec(Network transforms, IntegerHyperSynthesis hyperSynthesis, Gains gains) {
    if (hyperSynthesis.points() != gains.points()
        || hyperSynthesis.channels() != gains.channels()) {
      throw new IllegalArgumentException("hyper-synthesis and gains disagree in shape");
    }
    this.transforms = transforms;
    this.hyperSynthesis = hyperSynthesis;
    this.gains = gains;
  }

  /** Opens the codec of a bundle. */
  public static HyperpriorCodec open(Bundle bundle) {
    BundleManifest.Codec files = bundle.manifest().codec();
    return new HyperpriorCodec(
        bundle.network(files.transforms()),
        IntegerHyperSynthesis.parse(bundle.file(files.hyperSynthesis())),
        Gains.parse(bundle.file(files.gains())));
  }

  public Gains gains() {
    return gains;
  }

  public IntegerHyperSynthesis hyperSynthesis() {
    return hyperSynthesis;
  }

  /** Number of operating points; the last is the reference coder. */
  public int points() {
    return gains.points();
  }

  /** Cells that cover a number of pixels. */
  public static int cellsFor(int pixels) {
    return (pixels + CELL_PIXELS - 1) / CELL_PIXELS;
  }

  /** Hyper cells that cover a number of cells. */
  public int hyperCellsFor(int cells) {
    return (cells + hyperSynthesis.stride() - 1) / hyperSynthesis.stride();
  }

  /** Analysis F, eq. (3): a photo, padded to whole cells by repeating its edge, to its latent. */
  public Latent analyse(Photo photo) {
    int rows = cellsFor(photo.height());
    int columns = cellsFor(photo.width());
    int channels = gains.channels();
    float[] values = new float[rows * columns * channels];
    for (Tile tile : Tile.cover(rows, columns, TILE_CELLS, ANALYSIS_MARGIN)) {
      Tile.Rectangle outer = tile.outer();
      Tensor pixels =
          photo.toTensor(
              outer.left() * CELL_PIXELS,
              outer.top() * CELL_PIXELS,
              outer.columns() * CELL_PIXELS,
              outer.rows() * CELL_PIXELS);
      float[] y = transforms.run("analyse", pixels).get(0).data();
      for (int row = tile.top(); row < tile.bottom(); row++) {
        for (int column = tile.left(); column < tile.right(); column++) {
          int at = (row - outer.top()) * outer.columns() + column - outer.left();
          int to = (row * columns + column) * channels;
          for (int c = 0; c < channels; c++) {
            values[to + c] = y[c * outer.rows() * outer.columns() + at];
          }
        }
      }
    }
    return new Latent(rows, columns, channels, values);
  }

  /** Hyper-analysis L1 of the gained and filtered latent, eq. (18), and rounding. */
  public HyperLatent hyperAnalyse(Latent latent, int point, KeepMask mask) {
    int stride = hyperSynthesis.stride();
    int hyperRows = hyperCellsFor(latent.rows());
    int hyperColumns = hyperCellsFor(latent.columns());
    int[] values = new int[hyperSynthesis.hyperChannels() * hyperRows * hyperColumns];
    for (Tile tile : Tile.cover(hyperRows, hyperColumns, TILE_CELLS / stride, HYPER_MARGIN)) {
      Tile.Rectangle outer = tile.outer();
      int rows = Math.min(latent.rows(), outer.bottom() * stride) - outer.top() * stride;
      int columns = Math.min(latent.columns(), outer.right() * stride) - outer.left() * stride;
      Tensor gained =
          gain(latent, point, mask, outer.top() * stride, outer.left() * stride, rows, columns);
      float[] s = transforms.run("hyper_analyse", gained).get(0).data();
      copyRounded(s, tile, values, hyperRows, hyperColumns);
    }
    return new HyperLatent(hyperSynthesis.hyperChannels(), hyperRows, hyperColumns, values);
  }

  /** A part of the latent [1,channels,rows,columns], gained, zero where it is filtered. */
  private Tensor gain(
      Latent latent, int point, KeepMask mask, int top, int left, int rows, int columns) {
    int channels = latent.channels();
    int cells = rows * columns;
    float[] planes = new float[channels * cells];
    // In blocks of cells whose reading and writing stay within the cache.
    for (int first = 0; first < cells; first += CELLS_TOGETHER) {
      int end = Math.min(cells, first + CELLS_TOGETHER);
      for (int c = 0; c < channels; c++) {
        float gain = gains.gain(point, c);
        for (int cell = first; cell < end; cell++) {
          int source = (top + cell / columns) * latent.columns() + left + cell % columns;
          if (mask.isKept(source)) {
            planes[c * cells + cell] = latent.values()[source * channels + c] * gain;
          }
        }
      }
    }
    return new Tensor(planes, 1, channels, rows, columns);
  }

  private void copyRounded(float[] s, Tile tile, int[] values, int rows, int columns) {
    Tile.Rectangle outer = tile.outer();
    int bound = hyperSynthesis.hyperBound();
    for (int c = 0; c < hyperSynthesis.hyperChannels(); c++) {
      for (int row = tile.top(); row < tile.bottom(); row++) {
        int from = (c * outer.rows() + row - outer.top()) * outer.columns() - outer.left();
        for (int column = tile.left(); column < tile.right(); column++) {
          int rounded = (int) Math.rint(s[from + column]);
          values[(c * rows + row) * columns + column] = Math.max(-bound, Math.min(bound, rounded));
        }
      }
    }
  }

  /** Hyper-synthesis L2: scale indices [rows][columns][channels] of a latent. */
  public byte[] scaleIndices(HyperLatent hyper, int rows, int columns, int point) {
    return hyperSynthesis.scaleIndices(hyper, rows, columns, point);
  }

  /** Scale indices of the kept cells of a latent; those of other cells are 0. */
  public byte[] scaleIndices(HyperLatent hyper, KeepMask mask, int point) {
    return hyperSynthesis.scaleIndices(hyper, mask, point);
  }

  /**
   * Gains and quantises the kept latents; latents of scale index 0 are not coded and become zero.
   *
   * @param scaleIndices [rows][columns][channels]
   * @return symbols, same layout
   */
  public int[] quantise(Latent latent, int point, KeepMask mask, byte[] scaleIndices) {
    int channels = latent.channels();
    int[] symbols = new int[scaleIndices.length];
    for (int cell = 0; cell < latent.cells(); cell++) {
      if (mask.isKept(cell)) {
        for (int c = 0, at = cell * channels; c < channels; c++, at++) {
          float gained = latent.values()[at] * gains.gain(point, c);
          symbols[at] = deadzone.quantise(gained, scaleIndices[at]);
        }
      }
    }
    return symbols;
  }

  /**
   * Synthesis F^-1, eq. (9).
   *
   * @param symbols decoded latent [rows][columns][channels]
   * @param mask cells whose latents are known
   * @return the photo, cropped to its size
   */
  public Photo synthesise(int[] symbols, KeepMask mask, int point, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (Tile tile : Tile.cover(mask.rows(), mask.columns(), TILE_CELLS, SYNTHESIS_MARGIN)) {
      Tile.Rectangle outer = tile.outer();
      int right = Math.min(width, tile.right() * CELL_PIXELS);
      int bottom = Math.min(height, tile.bottom() * CELL_PIXELS);
      int x = tile.left() * CELL_PIXELS;
      int y = tile.top() * CELL_PIXELS;
      Photo part =
          Photo.fromTensor(
              synthesise(symbols, mask, point, outer),
              x - outer.left() * CELL_PIXELS,
              y - outer.top() * CELL_PIXELS,
              right - x,
              bottom - y);
      for (int row = 0; row < part.height(); row++) {
        System.arraycopy(
            part.rgb(), 3 * row * part.width(), rgb, 3 * ((y + row) * width + x), 3 * part.width());
      }
    }
    return new Photo(width, height, rgb);
  }

  private Tensor synthesise(int[] symbols, KeepMask mask, int point, Tile.Rectangle outer) {
    int channels = gains.channels();
    int cells = outer.rows() * outer.columns();
    float[] planes = new float[channels * cells];
    float[] kept = new float[cells];
    for (int cell = 0; cell < cells; cell++) {
      int row = outer.top() + cell / outer.columns();
      int source = row * mask.columns() + outer.left() + cell % outer.columns();
      if (mask.isKept(source)) {
        kept[cell] = 1;
        for (int c = 0; c < channels; c++) {
          planes[c * cells + cell] = symbols[source * channels + c] * gains.inverse(point, c);
        }
      }
    }
    return transforms
        .run(
            "synthesise",
            new Tensor(planes, 1, channels, outer.rows(), outer.columns()),
            new Tensor(kept, 1, 1, outer.rows(), outer.columns()),
            IntTensor.of(point))
        .get(0);
  }
}
