package io.semlink.channel.link;

import io.semlink.channel.air.Payload;
import io.semlink.channel.physics.Rayleigh;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
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
 * Microseconds that a segment of 1 KiB costs on a link in capacity mode, opening and closing the
 * transmission included.
 *
 * <p>{@code ./mvnw -q -Pbenchmark -pl channel-sim -am test -DskipTests -Dbenchmark=Capacity}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CapacityBenchmark {
  private static final int SEGMENTS = 6;
  private static final Duration LIMIT = Duration.ofMillis(100);

  private final ByteBuffer segment = ByteBuffer.allocate(1024);
  private final Link slow = new Link(config(Duration.ofMillis(100)), Clock.systemUTC());
  private final Link fast = new Link(config(Duration.ofMillis(1)), Clock.systemUTC());

  /** A message within one block. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public boolean segmentWithinABlock() {
    return send(slow);
  }

  /** Segments of some milliseconds over blocks of one. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public boolean segmentOverManyBlocks() {
    return send(fast);
  }

  private boolean send(Link link) {
    try (LinkTransmission transmission = link.open(LIMIT)) {
      for (int i = 0; i < SEGMENTS; i++) {
        transmission.carry(new Payload.Bytes(segment));
      }
      return transmission.outage();
    }
  }

  private static LinkConfig config(Duration block) {
    return LinkConfig.named("bench").withFading(new Rayleigh()).withCoherenceTime(block);
  }
}
