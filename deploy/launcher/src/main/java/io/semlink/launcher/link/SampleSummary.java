package io.semlink.launcher.link;

import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.BlockSample;
import io.semlink.launcher.report.Columns;
import io.semlink.launcher.report.Figures;
import io.semlink.launcher.report.Look;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Blocks drawn from a link: as CSV, or in a few figures. */
public final class SampleSummary {
  /** Header of the CSV. */
  public static final String CSV_HEADER = "block,time_s,gain,snr_db,block_snr_db,capacity_bps";

  private static final double[] PROBABILITIES = {0.001, 0.01, 0.1, 0.5, 0.9, 0.99};

  private final List<BlockSample> samples = new ArrayList<>();

  /** One block as a line of CSV; numbers read back as they were, to the last bit. */
  public static String csv(BlockSample sample) {
    return sample.getBlockIndex()
        + ","
        + BigDecimal.valueOf(Durations.toNanos(sample.getStart()), 9)
            .stripTrailingZeros()
            .toPlainString()
        + ","
        + sample.getPowerGain()
        + ","
        + sample.getSnrDb()
        + ","
        + sample.getBlockSnrDb()
        + ","
        + sample.getCapacityBps();
  }

  /** Takes blocks in. */
  public void add(List<BlockSample> more) {
    samples.addAll(more);
  }

  /** Means and quantiles of all blocks, at least one. */
  public String render(Look look) {
    double[] gains = samples.stream().mapToDouble(BlockSample::getPowerGain).sorted().toArray();
    double[] snrs = samples.stream().mapToDouble(BlockSample::getBlockSnrDb).sorted().toArray();
    double[] rates = samples.stream().mapToDouble(BlockSample::getCapacityBps).sorted().toArray();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("mean", gain(mean(gains)), "", Figures.si(mean(rates), "bit/s")));
    for (double p : PROBABILITIES) {
      if (p * gains.length >= 1 && (1 - p) * gains.length >= 1) {
        rows.add(
            List.of(
                String.format(Locale.ROOT, "%s %% below", Figures.significant(100 * p)),
                gain(quantile(gains, p)),
                Figures.decibels(quantile(snrs, p)),
                Figures.si(quantile(rates, p), "bit/s")));
      }
    }
    String head =
        Figures.count(samples.size())
            + " blocks, "
            + LinkWords.time(samples.get(samples.size() - 1).getStart())
            + " from the first to the last\n\n";
    return look.spelled(head)
        + Columns.render(List.of("", "gain |h|^2", "block SNR", "capacity"), rows, look);
  }

  private static String gain(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The smallest value that at least this share of the values does not exceed. */
  private static double quantile(double[] ascending, double p) {
    return ascending[Math.max(0, (int) Math.ceil(p * ascending.length) - 1)];
  }
}
