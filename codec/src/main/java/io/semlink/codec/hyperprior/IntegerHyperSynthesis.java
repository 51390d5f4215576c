package io.semlink.codec.hyperprior;

import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.mask.KeepMask;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hyper-synthesis L2 in integer arithmetic: decoded hyper-latents to the index of each latent's
 * scale.
 *
 * <p>The entropy decoder needs the encoder's scales bit for bit, which floating point does not give
 * across machines (Balle, Johnston, Minnen: "Integer networks for data compression with
 * latent-variable models", ICLR 2019). The last layer adds, per operating point, the index of the
 * channel's average scale. File format: {@code docs/bundle-format.md}.
 */
public final class IntegerHyperSynthesis {
  private static final int MAGIC = 0x53484C53; // "SLHS", little-endian
  private static final int MAX_LAYERS = 16;

  /** Side of the part that is computed at once, in hyper cells. */
  private static final int TILE = 16;

  /** The 3x3 convolutions reach 4 + 2 + 1 cells, less than two hyper cells. */
  private static final int MARGIN = 2;

  private final List<IntegerLayer> layers;
  private final int hyperChannels;
  private final int hyperBound;
  private final int points;
  private final long[] prior;

  private IntegerHyperSynthesis(
      List<IntegerLayer> layers, int hyperChannels, int hyperBound, int points, long[] prior) {
    this.layers = List.copyOf(layers);
    this.hyperChannels = hyperChannels;
    this.hyperBound = hyperBound;
    this.points = points;
    this.prior = prior;
  }

  /**
   * Reads {@code hyper_synthesis.bin}.
   *
   * @throws BundleException if the file is damaged or its numbers could overflow
   */
  public static IntegerHyperSynthesis parse(byte[] file) {
    try {
      return parse(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      throw new BundleException("hyper-synthesis file is damaged: " + e.getMessage(), e);
    }
  }

  private static IntegerHyperSynthesis parse(ByteBuffer in) {
    if (in.getInt() != MAGIC || in.getShort() != 1) {
      throw new IllegalArgumentException("not a version 1 hyper-synthesis");
    }
    int count = Short.toUnsignedInt(in.getShort());
    int points = Short.toUnsignedInt(in.getShort());
    int channels = Short.toUnsignedInt(in.getShort());
    int hyperBound = Short.toUnsignedInt(in.getShort());
    int shift = in.get();
    if (count < 1 || count > MAX_LAYERS || shift < 1 || shift > 30) {
      throw new IllegalArgumentException(count + " layers, shift " + shift);
    }
    List<IntegerLayer> layers = new ArrayList<>();
    int bound = hyperBound;
    int hyperChannels = 0;
    for (int i = 0; i < count; i++) {
      IntegerLayer.Shape shape =
          new IntegerLayer.Shape(
              Short.toUnsignedInt(in.getShort()),
              Short.toUnsignedInt(in.getShort()),
              in.get(),
              in.get(),
              in.getInt());
      if (i == 0) {
        hyperChannels = shape.inputs();
      }
      byte[] weights = new byte[shape.inputs() * shape.outputs() * shape.kernel() * shape.kernel()];
      in.get(weights);
      int[] multipliers = new int[shape.outputs()];
      in.asIntBuffer().get(multipliers);
      in.position(in.position() + 4 * multipliers.length);
      layers.add(
          new IntegerLayer(
              shape, shift, bound, weights, multipliers, readLongs(in, shape.outputs())));
      bound = shape.maximum();
    }
    IntegerLayer last = layers.get(count - 1);
    if (last.channels() != channels || last.upsample() != 1 || last.maximum() > 255) {
      throw new IllegalArgumentException("the last layer does not give scale indices");
    }
    long[] prior = readLongs(in, points * channels);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
    return new IntegerHyperSynthesis(layers, hyperChannels, hyperBound, points, prior);
  }

  private static long[] readLongs(ByteBuffer in, int count) {
    long[] values = new long[count];
    in.asLongBuffer().get(values);
    in.position(in.position() + 8 * count);
    return values;
  }

  /** Number of hyper-latent channels. */
  public int hyperChannels() {
    return hyperChannels;
  }

  /** Greatest magnitude of a hyper-latent. */
  public int hyperBound() {
    return hyperBound;
  }

  /** Number of operating points. */
  public int points() {
    return points;
  }

  /** Number of latent channels. */
  public int channels() {
    return layers.get(layers.size() - 1).channels();
  }

  /** Latent cells per hyper cell along each side. */
  public int stride() {
    return layers.stream().mapToInt(IntegerLayer::upsample).reduce(1, Math::multiplyExact);
  }

  /**
   * Computes the scale indices of a latent.
   *
   * @param hyper hyper-latent, each value within the bound
   * @param rows rows of the latent, at most the hyper-latent's times the stride
   * @param columns columns of the latent
   * @param point operating point
   * @return scale indices [rows][columns][channels]: the channels of one cell lie together
   */
  public byte[] scaleIndices(HyperLatent hyper, int rows, int columns, int point) {
    return scaleIndices(hyper, rows, columns, point, TILE);
  }

  byte[] scaleIndices(HyperLatent hyper, int rows, int columns, int point, int tileSide) {
    requireFits(hyper, point);
    byte[] out = new byte[rows * columns * channels()];
    for (Tile tile : Tile.cover(hyper.rows(), hyper.columns(), tileSide, MARGIN)) {
      IntPlanes maps = planes(hyper, tile.outer());
      for (IntegerLayer layer : layers.subList(0, layers.size() - 1)) {
        maps = layer.apply(maps);
      }
      copyCells(last().apply(maps, prior, point * channels()), tile, out, rows, columns);
    }
    return out;
  }

  /**
   * Computes the scale indices of the kept cells of a latent, the same as of a whole one; those of
   * other cells are 0. The last layers, which are most of the work, see kept cells alone.
   *
   * @param mask kept cells of the latent
   * @return scale indices [rows][columns][channels]
   */
  public byte[] scaleIndices(HyperLatent hyper, KeepMask mask, int point) {
    IntegerLayer beforeLast = layers.get(layers.size() - 2);
    if (beforeLast.upsample() != 1 || last().kernel() != 1 || mask.count() == mask.cells()) {
      return scaleIndices(hyper, mask.rows(), mask.columns(), point, TILE);
    }
    requireFits(hyper, point);
    byte[] out = new byte[mask.cells() * channels()];
    for (Tile tile : Tile.cover(hyper.rows(), hyper.columns(), TILE, MARGIN)) {
      int[] cells = keptCells(tile, mask);
      if (cells.length > 0) {
        IntPlanes maps = planes(hyper, tile.outer());
        for (IntegerLayer layer : layers.subList(0, layers.size() - 2)) {
          maps = layer.apply(maps);
        }
        IntPlanes seen = beforeLast.applyAt(maps, positions(cells, tile, mask, maps.columns()));
        IntPlanes indices = last().apply(seen, prior, point * channels());
        for (int c = 0; c < channels(); c++) {
          int[] plane = indices.plane(c);
          for (int i = 0; i < cells.length; i++) {
            out[cells[i] * channels() + c] = (byte) plane[i];
          }
        }
      }
    }
    return out;
  }

  private IntegerLayer last() {
    return layers.get(layers.size() - 1);
  }

  private void requireFits(HyperLatent hyper, int point) {
    if (hyper.channels() != hyperChannels || point < 0 || point >= points) {
      throw new IllegalArgumentException(
          hyper.channels() + " hyper channels, operating point " + point);
    }
    for (int value : hyper.values()) {
      if (Math.abs(value) > hyperBound) {
        throw new IllegalArgumentException("hyper-latent " + value + " out of range");
      }
    }
  }

  /** Kept cells inside a tile of hyper cells. */
  private int[] keptCells(Tile tile, KeepMask mask) {
    int stride = stride();
    int left = tile.left() * stride;
    int right = Math.min(mask.columns(), tile.right() * stride);
    int bottom = Math.min(mask.rows(), tile.bottom() * stride);
    return IntStream.range(tile.top() * stride, bottom)
        .flatMap(y -> IntStream.range(left, right).map(x -> y * mask.columns() + x))
        .filter(mask::isKept)
        .toArray();
  }

  /** Where cells lie in the maps of a tile. */
  private int[] positions(int[] cells, Tile tile, KeepMask mask, int mapColumns) {
    int top = tile.outer().top() * stride();
    int left = tile.outer().left() * stride();
    return IntStream.of(cells)
        .map(cell -> (cell / mask.columns() - top) * mapColumns + cell % mask.columns() - left)
        .toArray();
  }

  private static IntPlanes planes(HyperLatent hyper, Tile.Rectangle outer) {
    IntPlanes maps = new IntPlanes(hyper.channels(), outer.rows(), outer.columns());
    for (int c = 0; c < hyper.channels(); c++) {
      for (int y = 0; y < outer.rows(); y++) {
        int from = (c * hyper.rows() + outer.top() + y) * hyper.columns() + outer.left();
        System.arraycopy(hyper.values(), from, maps.plane(c), y * outer.columns(), outer.columns());
      }
    }
    return maps;
  }

  private void copyCells(IntPlanes maps, Tile tile, byte[] out, int rows, int columns) {
    int stride = stride();
    int bottom = Math.min(rows, tile.bottom() * stride);
    int right = Math.min(columns, tile.right() * stride);
    for (int c = 0; c < maps.channels(); c++) {
      int[] plane = maps.plane(c);
      for (int y = tile.top() * stride; y < bottom; y++) {
        int from = (y - tile.outer().top() * stride) * maps.columns();
        for (int x = tile.left() * stride; x < right; x++) {
          out[(y * columns + x) * maps.channels() + c] =
              (byte) plane[from + x - tile.outer().left() * stride];
        }
      }
    }
  }
}
