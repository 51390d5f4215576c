package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.entropy.EntropyTables;
import io.semlink.codec.entropy.SymbolDecoder;
import io.semlink.codec.entropy.SymbolEncoder;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;

/**
 * Speed of the entropy coder alone, on the latents of a whole photo.
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
    Latent latent = codec.analyse(photo);
    KeepMask all = KeepMask.uniform(latent.rows(), latent.columns(), true);
    HyperLatent hyper = codec.hyperAnalyse(latent, point, all);
    byte[] indices = codec.scaleIndices(hyper, latent.rows(), latent.columns(), point);
    int[] symbols = codec.quantise(latent, point, all, indices);
    double[] encode = new double[runs];
    double[] decode = new double[runs];
    byte[] coded = {};
    for (int run = -WARM_UP; run < runs; run++) {
      long start = System.nanoTime();
      coded = encode(tables, indices, symbols);
      long middle = System.nanoTime();
      decode(tables, indices, symbols, coded);
      long end = System.nanoTime();
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

  private static byte[] encode(EntropyTables tables, byte[] indices, int[] symbols) {
    SymbolEncoder encoder = new SymbolEncoder(tables);
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] != 0) {
        encoder.put(indices[i], symbols[i]);
      }
    }
    return encoder.finish();
  }

  private static void decode(EntropyTables tables, byte[] indices, int[] symbols, byte[] coded) {
    SymbolDecoder decoder = new SymbolDecoder(tables, coded);
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] != 0 && decoder.next(indices[i]) != symbols[i]) {
        throw new IllegalStateException("symbol " + i + " was not restored");
      }
    }
    decoder.finish();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
