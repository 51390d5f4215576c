package io.semlink.launcher;

import io.semlink.channel.air.Payload;
import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.ldpc.SoftBuffer;
import io.semlink.channel.ldpc.TransportBlockCode;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.channel.physics.Rayleigh;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Speed of the channel simulator, on one thread.
 *
 * @param segmentMicros median time to account a segment of 1 KiB at capacity under Rayleigh fading,
 *     in microseconds
 * @param decodeMbps payload that the LDPC decoder gets through at the full number of iterations, in
 *     Mbit/s
 */
record ChannelBench(double segmentMicros, double decodeMbps) {
  /** Iterations of every decoding: the noise is too strong for the decoder to stop before. */
  static final int ITERATIONS = 10;

  private static final int WARM_UP = 10;
  private static final int SEGMENTS = 2000;
  private static final int SEGMENT_BYTES = 1024;
  private static final int PAYLOAD_BITS = 8424;
  private static final double CODE_RATE = 0.5;
  private static final int BLOCKS = 20;

  /** Measures a number of rounds and takes medians. */
  static ChannelBench run(int rounds) {
    double[] segment = new double[rounds];
    double[] decode = new double[rounds];
    LdpcDecoder decoder = new LdpcDecoder();
    TransportBlockCode code = TransportBlockCode.of(PAYLOAD_BITS, CODE_RATE);
    SoftBuffer received = received(code);
    for (int round = -WARM_UP; round < rounds; round++) {
      double perSegment = segments() / (double) SEGMENTS / 1e3;
      long start = System.nanoTime();
      for (int i = 0; i < BLOCKS; i++) {
        int iterations = decoder.decode(code, received, ITERATIONS).iterations();
        if (iterations != ITERATIONS) {
          throw new IllegalStateException("decoded in " + iterations + " iterations");
        }
      }
      double rate = 1e3 * BLOCKS * PAYLOAD_BITS / (System.nanoTime() - start);
      if (round >= 0) {
        segment[round] = perSegment;
        decode[round] = rate;
      }
    }
    return new ChannelBench(median(segment), median(decode));
  }

  private static long segments() {
    Link link = new Link(LinkConfig.named("bench").withFading(new Rayleigh()), Clock.systemUTC());
    ByteBuffer payload = ByteBuffer.wrap(new byte[SEGMENT_BYTES]);
    long start = System.nanoTime();
    try (LinkTransmission transmission = link.open(Duration.ofHours(1))) {
      for (int i = 0; i < SEGMENTS; i++) {
        transmission.carry(new Payload.Bytes(payload));
      }
    }
    return System.nanoTime() - start;
  }

  /** A block of which noise alone was received, which no decoder can stop at. */
  private static SoftBuffer received(TransportBlockCode code) {
    SplittableRandom random = new SplittableRandom(1);
    int bits = (int) (PAYLOAD_BITS / CODE_RATE);
    float[] ratios = new float[bits];
    for (int i = 0; i < bits; i++) {
      ratios[i] = (float) (2 * random.nextDouble() - 1);
    }
    SoftBuffer buffer = code.softBuffer();
    buffer.combine(ratios, bits, 0, 1);
    return buffer;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
