package io.semlink.codec.entropy;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Time per symbol of the entropy coder over 64 log-spaced scales, 0.11 to 256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class SymbolCoderBenchmark {
  private static final int SYMBOLS = 200_000;
  private static final long SEED = 7;

  private EntropyTables tables;
  private final int[] symbols = new int[SYMBOLS];
  private final byte[] scales = new byte[SYMBOLS];
  private byte[] coded;

  /** Draws symbols that follow their tables. */
  @Setup
  public void draw() {
    double[] sigmas = new double[64];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = 0.11 * Math.pow(256 / 0.11, i / 63.0);
    }
    tables = TestTables.gaussians(sigmas);
    Random random = new Random(SEED);
    for (int i = 0; i < SYMBOLS; i++) {
      // Most latents of a photo have small scales.
      scales[i] = (byte) Math.min(63, (int) Math.abs(14 * random.nextGaussian()));
      symbols[i] = (int) Math.rint(sigmas[scales[i]] * random.nextGaussian());
    }
    coded = encode();
  }

  /** Encoding. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public byte[] encode() {
    SymbolEncoder encoder = new SymbolEncoder(tables);
    for (int i = 0; i < SYMBOLS; i++) {
      encoder.put(scales[i], symbols[i]);
    }
    return encoder.finish();
  }

  /** Decoding. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public int decode() {
    SymbolDecoder decoder = new SymbolDecoder(tables, coded);
    int sum = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      sum += decoder.next(scales[i]);
    }
    decoder.finish();
    return sum;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws RunnerException {
    String name = SymbolCoderBenchmark.class.getSimpleName();
    new Runner(new OptionsBuilder().include(name).build()).run();
  }
}
