package io.semlink.codec.scheme;

import io.semlink.codec.context.ContextCoder;
import io.semlink.codec.context.ContextModel;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.entropy.EntropyTables;
import io.semlink.codec.entropy.SymbolDecoder;
import io.semlink.codec.entropy.SymbolEncoder;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.mask.KeepMask;
import java.util.ArrayList;
import java.util.List;

/**
 * Entropy coding of hyper-latents and latents. Hyper cells that lie over no kept cell are not coded
 * and count as zero at both ends; latents of scale index 0 are not coded and are zero.
 */
final class LatentCoder {
  private final HyperpriorCodec codec;
  private final ContextModel context;
  private final EntropyTables tables;

  LatentCoder(HyperpriorCodec codec, ContextModel context, EntropyTables tables) {
    int expected = ContextModel.TABLES + codec.hyperSynthesis().hyperChannels();
    if (tables.count() != expected) {
      throw new IllegalArgumentException(tables.count() + " tables, not " + expected);
    }
    if (context.points() != codec.points()) {
      throw new IllegalArgumentException("a context model of " + context.points() + " points");
    }
    this.codec = codec;
    this.context = context;
    this.tables = tables;
  }

  /** Usual code length at a point over that of the hyperprior's Gaussians alone. */
  double rateShare(int point) {
    return context.rateShare(point);
  }

  /** Same hyper-latent with the cells that are not coded set to zero. */
  HyperLatent blank(HyperLatent hyper, KeepMask mask) {
    boolean[] needed = needed(mask);
    int[] values = hyper.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = needed[i % needed.length] ? values[i] : 0;
    }
    return new HyperLatent(hyper.channels(), hyper.rows(), hyper.columns(), values);
  }

  byte[] encodeHyper(HyperLatent hyper, KeepMask mask) {
    boolean[] needed = needed(mask);
    SymbolEncoder encoder = new SymbolEncoder(tables);
    for (int i = 0; i < hyper.values().length; i++) {
      if (needed[i % needed.length]) {
        encoder.put(ContextModel.TABLES + i / needed.length, hyper.values()[i]);
      }
    }
    return encoder.finish();
  }

  HyperLatent decodeHyper(byte[] coded, KeepMask mask) {
    boolean[] needed = needed(mask);
    int channels = codec.hyperSynthesis().hyperChannels();
    int bound = codec.hyperSynthesis().hyperBound();
    SymbolDecoder decoder = new SymbolDecoder(tables, coded);
    int[] values = new int[channels * needed.length];
    for (int i = 0; i < values.length; i++) {
      if (needed[i % needed.length]) {
        values[i] = decoder.next(ContextModel.TABLES + i / needed.length);
        if (Math.abs(values[i]) > bound) {
          throw new DecodeException(0, "hyper-latent " + values[i] + " out of range");
        }
      }
    }
    decoder.finish();
    return new HyperLatent(
        channels, codec.hyperCellsFor(mask.rows()), codec.hyperCellsFor(mask.columns()), values);
  }

  /** Hyper cells over at least one kept cell. */
  private boolean[] needed(KeepMask mask) {
    int stride = codec.hyperSynthesis().stride();
    int columns = codec.hyperCellsFor(mask.columns());
    boolean[] needed = new boolean[codec.hyperCellsFor(mask.rows()) * columns];
    for (int y = 0; y < mask.rows(); y++) {
      for (int x = 0; x < mask.columns(); x++) {
        needed[y / stride * columns + x / stride] |= mask.isKept(y, x);
      }
    }
    return needed;
  }

  /**
   * Codes the latents of cells in order, in layers of equally many cells.
   *
   * @param symbols [cells][channels]
   * @param indices scale indices, same layout
   */
  List<byte[]> encodeLayers(
      int[] symbols, byte[] indices, KeepMask mask, int point, int[] order, int layers) {
    ContextCoder walk = start(mask, point);
    List<byte[]> coded = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      SymbolEncoder encoder = new SymbolEncoder(tables);
      ContextCoder.SymbolPort port =
          (table, symbol) -> {
            encoder.put(table, symbol);
            return symbol;
          };
      for (int i = first(layer, layers, order); i < first(layer + 1, layers, order); i++) {
        walk.code(order[i], indices, symbols, port);
      }
      coded.add(encoder.finish());
    }
    return coded;
  }

  /** Decodes the first layers into symbols [cells][channels]; cells of other layers stay zero. */
  int[] decodeLayers(
      List<byte[]> coded, byte[] indices, KeepMask mask, int point, int[] order, int layers) {
    ContextCoder walk = start(mask, point);
    int[] symbols = new int[indices.length];
    for (int layer = 0; layer < coded.size(); layer++) {
      SymbolDecoder decoder = new SymbolDecoder(tables, coded.get(layer));
      ContextCoder.SymbolPort port = (table, unused) -> decoder.next(table);
      for (int i = first(layer, layers, order); i < first(layer + 1, layers, order); i++) {
        walk.code(order[i], indices, symbols, port);
      }
      decoder.finish();
    }
    return symbols;
  }

  private ContextCoder start(KeepMask mask, int point) {
    return context.start(codec.gains(), point, mask.rows(), mask.columns());
  }

  /** Position in the order at which a layer starts. */
  static int first(int layer, int layers, int[] order) {
    return (int) ((long) layer * order.length / layers);
  }
}
