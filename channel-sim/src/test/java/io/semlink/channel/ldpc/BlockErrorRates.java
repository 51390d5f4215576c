package io.semlink.channel.ldpc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints the block error rates of {@code docs/channel.md}: {@code ./mvnw -q -Pcalibration
 * -Dcalibration=io.semlink.channel.ldpc.BlockErrorRates -pl channel-sim -am test -DskipTests}, some
 * minutes of one core.
 */
final class BlockErrorRates {
  private static final long SEED = 1;
  private static final int FAILURES = 100;
  private static final int MOST_BLOCKS = 20_000;

  private BlockErrorRates() {}

  public static void main(String[] arguments) {
    for (int iterations : new int[] {10, 20}) {
      print(496, 1024, 0.5, iterations, -1.51, -1.26, -1.01, -0.82);
      print(1000, 2000, 0.5, iterations, -1.75, -1.5, -1.3, -1.2, -1.1, -0.95);
      print(6120, 12288, 0.5, iterations, -1.9, -1.8, -1.71, -1.61);
    }
    print(8424, 16848, 0.5, 20, -2.1, -2.0, -1.9);
    print(8424, 9360, 0.9, 20, 3.3, 3.5, 3.7);
    print(1000, 5000, 0.2, 20, -6.6, -6.4, -6.2);
  }

  private static void print(
      int payloadBits, int codedBits, double codeRate, int iterations, double... esN0Db) {
    TransportBlockCode code = TransportBlockCode.of(payloadBits, codeRate);
    for (double db : esN0Db) {
      int failures = 0;
      int blocks = 0;
      Random random = new Random(SEED);
      LdpcDecoder decoder = new LdpcDecoder();
      while (failures < FAILURES && blocks < MOST_BLOCKS) {
        AwgnBlock block = new AwgnBlock(code, random);
        block.send(0, codedBits, db);
        LdpcDecoder.Result result = decoder.decode(code, block.soft(), iterations);
        failures += Arrays.equals(result.payload(), block.payload()) ? 0 : 1;
        blocks++;
      }
      System.out.printf(
          Locale.ROOT,
          "k %d, n %d, %d iterations, Es/N0 %.2f dB: %.1e (%d of %d)%n",
          code.payloadBits() + code.crcBits(),
          codedBits,
          iterations,
          db,
          failures / (double) blocks,
          failures,
          blocks);
    }
  }
}
