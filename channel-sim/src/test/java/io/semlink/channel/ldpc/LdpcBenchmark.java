package io.semlink.channel.ldpc;

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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Megabits of payload per second: encoding, and decoding in ten iterations, all of which are run,
 * since the noise is too strong for them.
 *
 * <p>{@code ./mvnw -q -Pbenchmark -pl channel-sim -am test -DskipTests -Dbenchmark=Ldpc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LdpcBenchmark {
  private static final int LONG = 8424;
  private static final int SHORT = 1000;
  private static final int ITERATIONS = 10;

  private final LdpcDecoder decoder = new LdpcDecoder();
  private final TransportBlockCode longCode = TransportBlockCode.of(LONG, 0.5);
  private final TransportBlockCode shortCode = TransportBlockCode.of(SHORT, 0.5);
  private final AwgnBlock longBlock = sent(longCode);
  private final AwgnBlock shortBlock = sent(shortCode);

  /** The longest block, base graph 1, rate 1/2. */
  @Benchmark
  @OperationsPerInvocation(LONG)
  public LdpcDecoder.Result decodeLong() {
    return decoder.decode(longCode, longBlock.soft(), ITERATIONS);
  }

  /** Blocks of 1000 bits, base graph 2, rate 1/2. */
  @Benchmark
  @OperationsPerInvocation(SHORT)
  public LdpcDecoder.Result decodeShort() {
    return decoder.decode(shortCode, shortBlock.soft(), ITERATIONS);
  }

  /** Encoding of the longest block. */
  @Benchmark
  @OperationsPerInvocation(LONG)
  public byte[] encode() {
    return longCode.encode(longBlock.payload());
  }

  private static AwgnBlock sent(TransportBlockCode code) {
    AwgnBlock block = new AwgnBlock(code, new Random(5));
    block.send(0, 2 * (code.payloadBits() + code.crcBits()), -6.0);
    return block;
  }
}
