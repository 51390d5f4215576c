package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.context.ContextCoder;
import io.semlink.codec.context.ContextModel;
import io.semlink.codec.entropy.EntropyTables;
import io.semlink.codec.entropy.SymbolDecoder;
import io.semlink.codec.entropy.SymbolEncoder;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.CellOrder;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Speed of entropy coding with its context model, on the latents of a whole photo.
 *
 * @param symbols symbols coded
 * @param bits bits they took
 * @param encodeMs median time to code them all, in milliseconds
 * @param decodeMs median time to decode them all, in milliseconds
 */
record EntropyBench(int symbols, long bits, double encodeMs, double decodeMs) {
  private static final int WARM_UP = 20;

  /** Codes every cell of a photo at an operating point, again and again. */
  static EntropyBench run(Bundle bundle, Photo photo, int point, int runs) {
    HyperpriorCodec codec = HyperpriorCodec.open(bundle);
    EntropyTables tables =
        EntropyTables.parse(bundle.file(bundle.manifest().codec().entropyTables()));
    ContextModel context = ContextModel.parse(bundle.file(bundle.manifest().codec().context()));
    Latent latent = codec.analyse(photo);
    KeepMask all = KeepMask.uniform(latent.rows(), latent.columns(), true);
    HyperLatent hyper = codec.hyperAnalyse(latent, point, all);
    byte[] indices = codec.scaleIndices(hyper, latent.rows(), latent.columns(), point);
    int[] symbols = codec.quantise(latent, point, all, indices);
    double[] encode = new double[runs];
    double[] decode = new double[runs];
    byte[] coded = {};
    Supplier<ContextCoder> walks =
        () -> context.start(codec.gains(), point, latent.rows(), latent.columns());
    int[] order = CellOrder.of(all);
    for (int run = -WARM_UP; run < runs; run++) {
      long start = System.nanoTime();
      coded = encode(tables, walks.get(), order, indices, symbols);
      long middle = System.nanoTime();
      int[] decoded = decode(tables, walks.get(), order, indices, coded);
      long end = System.nanoTime();
      if (!Arrays.equals(symbols, decoded)) {
        throw new IllegalStateException("symbols were not restored");
      }
      if (run >= 0) {
        encode[run] = (middle - start) / 1e6;
        decode[run] = (end - middle) / 1e6;
      }
    }
    int count = 0;
    for (byte index : indices) {
      count += index != 0 ? 1 : 0;
    }
    return new EntropyBench(count, 8L * coded.length, median(encode), median(decode));
  }

  private static byte[] encode(
      EntropyTables tables, ContextCoder walk, int[] order, byte[] indices, int[] symbols) {
    SymbolEncoder encoder = new SymbolEncoder(tables);
    for (int cell : order) {
      walk.code(
          cell,
          indices,
          symbols,
          (table, symbol) -> {
            encoder.put(table, symbol);
            return symbol;
          });
    }
    return encoder.finish();
  }

  private static int[] decode(
      EntropyTables tables, ContextCoder walk, int[] order, byte[] indices, byte[] coded) {
    SymbolDecoder decoder = new SymbolDecoder(tables, coded);
    int[] symbols = new int[indices.length];
    for (int cell : order) {
      walk.code(cell, indices, symbols, (table, unused) -> decoder.next(table));
    }
    decoder.finish();
    return symbols;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
