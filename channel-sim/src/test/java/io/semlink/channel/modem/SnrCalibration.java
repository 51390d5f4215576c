package io.semlink.channel.modem;

import io.semlink.channel.physics.Capacity;
import io.semlink.channel.physics.Decibels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the SNR that each entry of {@link ModulationAndCoding} needs, by block length, and
 * writes the table that link adaptation reads. Takes about half an hour of one core.
 *
 * <p>{@code ./mvnw -q -Pcalibration -pl channel-sim -am test -DskipTests}
 *
 * <p>For each entry and length the block error rate is counted from about 0.5 downwards in equal
 * steps of the SNR, and a normal law is fitted to it. The value for 0.001 is that of the fit, a
 * little beyond what was counted.
 */
public final class SnrCalibration {
  private static final long SEED = 38_214L;
  private static final int[] PAYLOAD_BITS = {64, 200, 1000, 3824, 8424};
  private static final double COARSE_STEP_DB = 0.5;
  private static final int COARSE_BLOCKS = 30;

  /** Counting at an SNR ends at so many blocks or errors. */
  private static final int MOST_BLOCKS = 2000;

  private static final int MOST_ERRORS = 60;
  private static final double LEAST_RATE = 0.004;

  private SnrCalibration() {}

  /** Writes the table to the file that is named. */
  public static void main(String[] args) throws IOException {
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8), true)) {
      out.println(
          "# Es/N0 in dB at which a transport block fails at the given rate, sent once over");
      out.println("# white noise: our own coder, max-log demapper and decoder of 20 iterations.");
      out.printf("# Measured by SnrCalibration, seed %d.%n", SEED);
      out.println("index,bits_per_symbol,code_rate,payload_bits,db_at_0.1,db_at_0.01,db_at_0.001");
      for (ModulationAndCoding entry : ModulationAndCoding.all()) {
        for (int payloadBits : PAYLOAD_BITS) {
          if (entry.transportBlocks(payloadBits / Byte.SIZE) == 1) {
            out.println(row(entry, payloadBits, requiredSnrDb(entry, payloadBits)));
          }
        }
      }
    }
  }

  private static String row(ModulationAndCoding entry, int payloadBits, double[] snrDb) {
    StringBuilder row = new StringBuilder();
    row.append(entry.index()).append(',').append(entry.modulation().bitsPerSymbol()).append(',');
    row.append(entry.codeRate()).append(',').append(payloadBits);
    for (double db : snrDb) {
      row.append(String.format(Locale.ROOT, ",%.3f", db));
    }
    return row.toString();
  }

  private static double[] requiredSnrDb(ModulationAndCoding entry, int payloadBits) {
    CodedLink link = new CodedLink(entry, payloadBits, SEED);
    double snrDb = Decibels.fromLinear(Capacity.requiredSnr(entry.spectralEfficiency()));
    while (link.measure(snrDb, COARSE_BLOCKS, COARSE_BLOCKS).rate() > 0.5) {
      snrDb += COARSE_STEP_DB;
    }
    snrDb -= COARSE_STEP_DB;
    // The waterfall gets steeper with the root of the length.
    double step = 0.1 + 3.0 / Math.sqrt(payloadBits);
    List<BlockErrors> points = new ArrayList<>();
    BlockErrors point;
    do {
      point = link.measure(snrDb, MOST_BLOCKS, MOST_ERRORS);
      points.add(point);
      snrDb += step;
    } while (point.rate() > LEAST_RATE);
    return BlockErrors.snrDb(points, RequiredSnr.ERROR_RATES);
  }
}
