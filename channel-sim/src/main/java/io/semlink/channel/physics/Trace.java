package io.semlink.channel.physics;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Recorded gains. Each holds from its time to that of the next, the last as long as the one before
 * it; then the trace begins again. A block has the gain that holds when it begins.
 *
 * <p>Gains are taken as they are: their mean need not be 1, and the mean SNR of a link is its
 * {@code snr_db} times {@link #meanGain}. A trace of SNRs is taken relative to its mean over time,
 * {@link #meanSnrDb}, which is then the {@code snr_db} to give the link to meet the very SNRs
 * recorded.
 *
 * <p>Two traces are equal if they were read from equal bytes.
 */
public final class Trace implements FadingLaw {
  /** Longest file in bytes. */
  public static final int MAX_BYTES = 64 << 20;

  /** Most gains in a trace. */
  public static final int MAX_ROWS = 1_000_000;

  private final String sha256;
  private final OptionalDouble meanSnrDb;

  /** When each gain begins, in nanoseconds after the first, and when the last ends. */
  private final long[] starts;

  private final double[] gains;

  /** Real and imaginary parts, if they were recorded. */
  private final double @Nullable [][] coefficients;

  /** The gains in ascending order, and the share of the time spent at or below each. */
  private final double[] ascending;

  private final double[] shares;
  private final double meanGain;

  /**
   * Reads a trace from CSV: a line of column names, then a line per gain, comma-separated, numbers
   * with a decimal point. Columns are {@code time_s}, strictly ascending seconds from anywhere, and
   * the first of these that is there: {@code h_re} and {@code h_im}; {@code gain}, the power gain;
   * {@code snr_db}. Others are left alone, so that a printed sample of a link is a trace.
   *
   * @param csv the file, UTF-8, at most {@link #MAX_BYTES} bytes and {@link #MAX_ROWS} gains
   * @return the trace
   * @throws IllegalArgumentException if it is none, naming the line
   */
  public static Trace parse(byte[] csv) {
    if (csv.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "trace has %d bytes, at most %d are taken".formatted(csv.length, MAX_BYTES));
    }
    return new Trace(new TraceCsv(csv), sha256(csv));
  }

  private Trace(TraceCsv csv, String sha256) {
    this.sha256 = sha256;
    this.starts = csv.starts();
    double[] first = csv.first();
    double[] second = csv.second();
    double[] powers = new double[first.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] =
          switch (csv.kind()) {
            case COEFFICIENT -> first[i] * first[i] + second[i] * second[i];
            case GAIN -> first[i];
            case SNR_DB -> Decibels.toLinear(first[i]);
          };
    }
    this.gains = powers;
    this.coefficients =
        csv.kind() == TraceCsv.Kind.COEFFICIENT ? new double[][] {first, second} : null;
    if (csv.kind() == TraceCsv.Kind.SNR_DB) {
      double mean = mean(snr -> snr);
      for (int i = 0; i < gains.length; i++) {
        gains[i] /= mean;
      }
      this.meanSnrDb = OptionalDouble.of(Decibels.fromLinear(mean));
    } else {
      this.meanSnrDb = OptionalDouble.empty();
    }
    this.meanGain = mean(gain -> gain);
    Integer[] order = new Integer[gains.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(gains[a], gains[b]));
    this.ascending = new double[gains.length];
    this.shares = new double[gains.length];
    long time = 0;
    for (int i = 0; i < order.length; i++) {
      ascending[i] = gains[order[i]];
      time += starts[order[i] + 1] - starts[order[i]];
      shares[i] = (double) time / period();
    }
  }

  /**
   * Returns the checksum of the file.
   *
   * @return SHA-256 in lower-case hexadecimal digits
   */
  public String sha256() {
    return sha256;
  }

  /**
   * Returns how many gains were recorded.
   *
   * @return 1 or more
   */
  public int rows() {
    return gains.length;
  }

  /**
   * Returns the time after which the trace begins again.
   *
   * @return positive duration
   */
  public Duration length() {
    return Duration.ofNanos(period());
  }

  /**
   * Returns the mean of the gains over time.
   *
   * @return 1 for a trace of SNRs, else as recorded
   */
  public double meanGain() {
    return meanGain;
  }

  /**
   * Returns the mean over time of a trace of SNRs.
   *
   * @return mean of the ratios, in dB; empty for a trace of gains
   */
  public OptionalDouble meanSnrDb() {
    return meanSnrDb;
  }

  /**
   * Returns the mean over time of a function of the gain.
   *
   * @param function of the power gain
   * @return its mean
   */
  double mean(DoubleUnaryOperator function) {
    double sum = 0.0;
    for (int i = 0; i < gains.length; i++) {
      sum += (starts[i + 1] - starts[i]) * function.applyAsDouble(gains[i]);
    }
    return sum / period();
  }

  @Override
  public String name() {
    return "trace";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The share of the time spent at or below the gain.
   */
  @Override
  public double cumulative(double gain) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= gain) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0.0 : shares[low - 1];
  }

  @Override
  public double quantile(double probability) {
    Quantiles.requireProbability(probability);
    int place = Arrays.binarySearch(shares, probability);
    return ascending[place >= 0 ? place : -place - 1];
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    UniformPhases phases = new UniformPhases(seed);
    long blockNanos = block.toNanos();
    return new FadingProcess() {
      @Override
      public double gain(long number) {
        return gains[row(number, blockNanos)];
      }

      @Override
      public Complex coefficient(long number) {
        int row = row(number, blockNanos);
        double[][] recorded = coefficients;
        return recorded == null
            ? Complex.polar(gains[row], phases.phase(number))
            : new Complex(recorded[0][row], recorded[1][row]);
      }
    };
  }

  private int row(long number, long blockNanos) {
    int place = Arrays.binarySearch(starts, instant(number, blockNanos));
    return place >= 0 ? place : -place - 2;
  }

  /** Start of a block within the period; blocks may be so distant that their time overflows. */
  private long instant(long number, long blockNanos) {
    long high = Math.multiplyHigh(number, blockNanos);
    long low = number * blockNanos;
    if (high == low >> (Long.SIZE - 1)) {
      return Math.floorMod(low, period());
    }
    return BigInteger.valueOf(number)
        .multiply(BigInteger.valueOf(blockNanos))
        .mod(BigInteger.valueOf(period()))
        .longValueExact();
  }

  private long period() {
    return starts[starts.length - 1];
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace trace && trace.sha256.equals(sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return "Trace[%d gains, %s, sha256 %s]".formatted(rows(), length(), sha256);
  }
}
