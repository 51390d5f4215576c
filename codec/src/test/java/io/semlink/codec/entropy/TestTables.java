package io.semlink.codec.entropy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Frequency tables of rounded Gaussians for tests. */
final class TestTables {
  private TestTables() {}

  static EntropyTables gaussians(double... sigmas) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    out.put("SLET".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 1)
        .putShort((short) sigmas.length);
    for (double sigma : sigmas) {
      int reach = (int) Math.ceil(4 * sigma);
      int[] frequencies = new int[2 * reach + 2];
      int sum = 0;
      for (int i = 0; i < frequencies.length - 1; i++) {
        double z = (i - reach) / sigma;
        frequencies[i] = 1 + (int) (60_000 * mass(z, sigma));
        sum += frequencies[i];
      }
      frequencies[frequencies.length - 1] = 65536 - 60_000;
      frequencies[reach] += 60_000 - sum;
      // The escape need not be likely: give most of the rest to the centre.
      frequencies[reach] += 65536 - 60_000 - 4;
      frequencies[frequencies.length - 1] = 4;
      out.putShort((short) -reach).putShort((short) (frequencies.length - 1));
      for (int f : frequencies) {
        out.putShort((short) f);
      }
    }
    byte[] file = new byte[out.position()];
    out.flip().get(file);
    return EntropyTables.parse(file);
  }

  private static double mass(double z, double sigma) {
    return Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI)) / Math.max(1, 0.4 / sigma);
  }
}
