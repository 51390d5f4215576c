package io.semlink.channel.modem;

import io.semlink.channel.physics.RandomStreams;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Millions of 64-QAM bits demapped per second, beside a search over all points.
 *
 * <p>{@code ./mvnw -q -Pbenchmark -pl channel-sim -am test -DskipTests -Dbenchmark=Demapper}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DemapperBenchmark {
  private static final int SYMBOLS = 10_000;
  private static final int BITS = 6 * SYMBOLS;
  private static final double NOISE_VARIANCE = 0.02;

  private final Constellation points = new Constellation(Modulation.QAM64);
  private final SoftDemapper demapper = new SoftDemapper(Modulation.QAM64);
  private final float[] inPhase = new float[SYMBOLS];
  private final float[] quadrature = new float[SYMBOLS];
  private final float[] ratios = new float[BITS];

  /** Draws samples of the power that received symbols have. */
  public DemapperBenchmark() {
    GaussianNoise.add(RandomStreams.open(5, 0), 1.0, inPhase, quadrature, 0, SYMBOLS);
  }

  /** Piecewise linear. */
  @Benchmark
  @OperationsPerInvocation(BITS)
  public float[] demap() {
    demapper.demap(inPhase, quadrature, 0, SYMBOLS, NOISE_VARIANCE, ratios);
    return ratios;
  }

  /** The peer: distances to all points, the least of those that carry a 0 or a 1, for each bit. */
  @Benchmark
  @OperationsPerInvocation(BITS)
  public float[] search() {
    double[] zeros = new double[6];
    double[] ones = new double[6];
    for (int i = 0; i < SYMBOLS; i++) {
      Arrays.fill(zeros, Double.MAX_VALUE);
      Arrays.fill(ones, Double.MAX_VALUE);
      for (int point = 0; point < points.size(); point++) {
        double distance = points.squaredDistance(point, inPhase[i], quadrature[i]);
        for (int b = 0; b < 6; b++) {
          double[] nearest = points.bit(point, b) == 0 ? zeros : ones;
          nearest[b] = Math.min(nearest[b], distance);
        }
      }
      for (int b = 0; b < 6; b++) {
        ratios[6 * i + b] = (float) ((ones[b] - zeros[b]) / NOISE_VARIANCE);
      }
    }
    return ratios;
  }
}
