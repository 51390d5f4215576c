package io.semlink.channel.modem;

import io.semlink.channel.physics.RandomStreams;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
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
 * Millions of complex samples per second to which noise is added, beside the normal sampler of
 * Commons RNG, which does not promise the same bits on every JVM.
 *
 * <p>{@code ./mvnw -q -Pbenchmark -pl channel-sim -am test -DskipTests -Dbenchmark=Noise}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NoiseBenchmark {
  private static final int SAMPLES = 100_000;
  private static final double VARIANCE = 0.1;

  private final float[] inPhase = new float[SAMPLES];
  private final float[] quadrature = new float[SAMPLES];
  private final UniformRandomProvider random = RandomStreams.open(5, 0);
  private final ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);

  /** Our noise. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float[] noise() {
    GaussianNoise.add(random, VARIANCE, inPhase, quadrature, 0, SAMPLES);
    return quadrature;
  }

  /** The peer: two values a sample, scaled and added in the same way. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float[] commonsNoise() {
    double deviation = Math.sqrt(0.5 * VARIANCE);
    for (int i = 0; i < SAMPLES; i++) {
      inPhase[i] += (float) (deviation * normal.sample());
      quadrature[i] += (float) (deviation * normal.sample());
    }
    return quadrature;
  }
}
