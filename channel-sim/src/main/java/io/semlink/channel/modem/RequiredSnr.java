package io.semlink.channel.modem;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Measured SNR at which blocks fail at a given rate over white noise, by entry and length.
 *
 * <p>Between lengths it is interpolated over their logarithm and between error rates over theirs;
 * lengths beyond the measured ones count as the nearest of those.
 */
final class RequiredSnr {
  static final String RESOURCE = "required_snr.csv";

  /** Block error rates of the columns. */
  static final double[] ERROR_RATES = {0.1, 0.01, 0.001};

  private static final int KEY_COLUMNS = 4;

  /** SNR in dB for each error rate, by payload bits, by entry. */
  private final List<TreeMap<Integer, double[]>> byEntry = new ArrayList<>();

  private RequiredSnr() {
    for (int i = 0; i < ModulationAndCoding.all().size(); i++) {
      byEntry.add(new TreeMap<>());
    }
  }

  /** Reads what {@code SnrCalibration} measured. */
  static RequiredSnr load() {
    try (InputStream stream = RequiredSnr.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(stream, RESOURCE), StandardCharsets.UTF_8))) {
      RequiredSnr table = new RequiredSnr();
      lines.lines().filter(line -> Character.isDigit(line.charAt(0))).forEach(table::add);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** Takes a line of index, bits per symbol, code rate, payload bits and SNRs. */
  private void add(String line) {
    String[] columns = line.split(",", -1);
    double[] snrDb = new double[ERROR_RATES.length];
    for (int i = 0; i < snrDb.length; i++) {
      snrDb[i] = Double.parseDouble(columns[KEY_COLUMNS + i]);
    }
    byEntry.get(Integer.parseInt(columns[0])).put(Integer.parseInt(columns[3]), snrDb);
  }

  /** Returns the SNR in dB that an entry needs for blocks of so many payload bits. */
  double db(ModulationAndCoding entry, int payloadBits, double errorRate) {
    if (!(errorRate <= ERROR_RATES[0] && errorRate >= ERROR_RATES[ERROR_RATES.length - 1])) {
      throw new IllegalArgumentException(
          "block error rate must be 0.001 to 0.1, but is " + errorRate);
    }
    TreeMap<Integer, double[]> byLength = byEntry.get(entry.index());
    Map.Entry<Integer, double[]> below = byLength.floorEntry(payloadBits);
    Map.Entry<Integer, double[]> above = byLength.ceilingEntry(payloadBits);
    if (below == null) {
      return atErrorRate(byLength.firstEntry().getValue(), errorRate);
    }
    if (above == null || below.getKey().equals(above.getKey())) {
      return atErrorRate(below.getValue(), errorRate);
    }
    double weight = between(below.getKey(), above.getKey(), payloadBits);
    return (1 - weight) * atErrorRate(below.getValue(), errorRate)
        + weight * atErrorRate(above.getValue(), errorRate);
  }

  private static double atErrorRate(double[] snrDb, double errorRate) {
    int i = errorRate >= ERROR_RATES[1] ? 0 : 1;
    double weight = between(ERROR_RATES[i], ERROR_RATES[i + 1], errorRate);
    return (1 - weight) * snrDb[i] + weight * snrDb[i + 1];
  }

  private static double between(double from, double to, double value) {
    return StrictMath.log(value / from) / StrictMath.log(to / from);
  }
}
