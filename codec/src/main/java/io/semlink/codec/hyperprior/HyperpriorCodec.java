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

  private final Network transforms;
  private final IntegerHyperSynthesis hyperSynthesis;
  private final Gains gains;

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
    Tensor y = transforms.run("analyse", photo.toTensor(CELL_PIXELS)).get(0);
    return Latent.fromPlanes(
        y.data(), cellsFor(photo.height()), cellsFor(photo.width()), gains.channels());
  }

  /** Gained and filtered latent, eq. (18): the values that are about to be rounded. */
  public Latent gain(Latent latent, int point, KeepMask mask) {
    int channels = latent.channels();
    float[] out = new float[latent.values().length];
    for (int cell = 0; cell < latent.cells(); cell++) {
      if (mask.isKept(cell)) {
        for (int c = 0, at = cell * channels; c < channels; c++, at++) {
          out[at] = latent.values()[at] * gains.gain(point, c);
        }
      }
    }
    return new Latent(latent.rows(), latent.columns(), channels, out);
  }

  /** Hyper-analysis L1 and rounding. */
  public HyperLatent hyperAnalyse(Latent gained) {
    Tensor input =
        new Tensor(gained.toPlanes(), 1, gained.channels(), gained.rows(), gained.columns());
    float[] s = transforms.run("hyper_analyse", input).get(0).data();
    int bound = hyperSynthesis.hyperBound();
    int[] values = new int[s.length];
    for (int i = 0; i < s.length; i++) {
      values[i] = Math.max(-bound, Math.min(bound, (int) Math.rint(s[i])));
    }
    return new HyperLatent(
        hyperSynthesis.hyperChannels(),
        hyperCellsFor(gained.rows()),
        hyperCellsFor(gained.columns()),
        values);
  }

  /** Hyper-synthesis L2: scale indices [rows][columns][channels] of a latent. */
  public byte[] scaleIndices(HyperLatent hyper, int rows, int columns, int point) {
    return hyperSynthesis.scaleIndices(
        hyper.values(), hyper.rows(), hyper.columns(), rows, columns, point);
  }

  /** Rounds a gained latent to integers; latents of scale index 0 are not coded and become zero. */
  public static int[] quantise(Latent gained, byte[] scaleIndices) {
    int[] symbols = new int[scaleIndices.length];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = scaleIndices[i] == 0 ? 0 : (int) Math.rint(gained.values()[i]);
    }
    return symbols;
  }

  /**
   * Synthesis F^-1, eq. (9).
   *
   * @param symbols decoded latent [rows][columns][channels]
   * @param mask cells whose latents are known; the others must be zero
   * @return the photo, cropped to its size
   */
  public Photo synthesise(int[] symbols, KeepMask mask, int point, int width, int height) {
    int channels = gains.channels();
    int cells = mask.cells();
    float[] planes = new float[symbols.length];
    float[] kept = new float[cells];
    for (int cell = 0; cell < cells; cell++) {
      if (mask.isKept(cell)) {
        kept[cell] = 1;
        for (int c = 0; c < channels; c++) {
          planes[c * cells + cell] = symbols[cell * channels + c] * gains.inverse(point, c);
        }
      }
    }
    Tensor x =
        transforms
            .run(
                "synthesise",
                new Tensor(planes, 1, channels, mask.rows(), mask.columns()),
                new Tensor(kept, 1, 1, mask.rows(), mask.columns()),
                IntTensor.of(point))
            .get(0);
    return Photo.fromTensor(x, width, height);
  }
}
