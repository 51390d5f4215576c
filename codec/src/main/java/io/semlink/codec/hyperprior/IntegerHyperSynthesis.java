package io.semlink.codec.hyperprior;

import io.semlink.codec.bundle.BundleException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

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
   * @param hyper hyper-latents [hyperChannels][hyperRows][hyperColumns], each within the bound
   * @param rows rows of the latent, at most {@code hyperRows * stride}
   * @param columns columns of the latent
   * @param point operating point
   * @return scale indices [rows][columns][channels]: the channels of one cell lie together
   */
  public byte[] scaleIndices(
      int[] hyper, int hyperRows, int hyperColumns, int rows, int columns, int point) {
    if (hyper.length != hyperChannels * hyperRows * hyperColumns || point < 0 || point >= points) {
      throw new IllegalArgumentException("hyper-latent of " + hyper.length + ", point " + point);
    }
    IntPlanes maps = new IntPlanes(hyperChannels, hyperRows, hyperColumns);
    for (int c = 0, at = 0; c < hyperChannels; c++) {
      for (int y = 0; y < hyperRows; y++) {
        for (int x = 0; x < hyperColumns; x++, at++) {
          if (Math.abs(hyper[at]) > hyperBound) {
            throw new IllegalArgumentException("hyper-latent " + hyper[at] + " out of range");
          }
          maps.plane(c)[y * hyperColumns + x] = hyper[at];
        }
      }
    }
    for (IntegerLayer layer : layers.subList(0, layers.size() - 1)) {
      maps = layer.apply(maps);
    }
    maps = layers.get(layers.size() - 1).apply(maps, prior, point * channels());
    return cellsFirst(maps, rows, columns);
  }

  private static byte[] cellsFirst(IntPlanes maps, int rows, int columns) {
    int channels = maps.channels();
    byte[] out = new byte[rows * columns * channels];
    for (int c = 0; c < channels; c++) {
      int[] plane = maps.plane(c);
      for (int y = 0; y < rows; y++) {
        int at = y * columns * channels + c;
        for (int x = 0; x < columns; x++, at += channels) {
          out[at] = (byte) plane[y * maps.columns() + x];
        }
      }
    }
    return out;
  }
}
