package io.semlink.channel.physics;

import java.time.Duration;
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
 * Millions of power gains per second, beside the exponential sampler of Commons RNG, which does not
 * promise the same bits on every JVM.
 *
 * <p>{@code ./mvnw -q -Pbenchmark -pl channel-sim -am test -DskipTests -Dbenchmark=Gain}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GainBenchmark {
  private static final int BLOCKS = 102_400;
  private static final long SEED = 5;

  private final FadingProcess rayleigh = new Rayleigh().process(SEED, Duration.ofMillis(100));
  private final FadingProcess rician = new Rician(6).process(SEED, Duration.ofMillis(100));
  private final FadingProcess nakagami = new Nakagami(2).process(SEED, Duration.ofMillis(100));
  private final UniformRandomProvider random = RandomStreams.open(SEED, 0);
  private final ContinuousSampler exponential = ZigguratSampler.Exponential.of(random);
  private long next;

  /** Exponential gains by inversion. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public double rayleigh() {
    return sum(rayleigh);
  }

  /** A line of sight in scatter. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public double rician() {
    return sum(rician);
  }

  /** Gamma gains by rejection. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public double nakagami() {
    return sum(nakagami);
  }

  /** The peer: as many exponential values, by a ziggurat. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public double commonsExponential() {
    double sum = 0;
    for (int i = 0; i < BLOCKS; i++) {
      sum += exponential.sample();
    }
    return sum;
  }

  private double sum(FadingProcess process) {
    double sum = 0;
    for (int i = 0; i < BLOCKS; i++) {
      sum += process.gain(next++);
    }
    return sum;
  }
}
