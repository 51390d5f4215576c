package io.semlink.launcher.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Statistics of latents [cells][channels] over photos, channel by channel. */
final class ChannelStatistics {
  private ChannelStatistics() {}

  /** Variance of each channel over photos and cells. */
  static double[] variances(List<short[]> latents, int channels) {
    double[] squares = new double[channels];
    double[] sums = new double[channels];
    for (short[] latent : latents) {
      for (int i = 0; i < latent.length; i++) {
        sums[i % channels] += latent[i];
        squares[i % channels] += (double) latent[i] * latent[i];
      }
    }
    double count = (double) latents.size() * latents.get(0).length / channels;
    return IntStream.range(0, channels)
        .mapToDouble(c -> squares[c] / count - Math.pow(sums[c] / count, 2))
        .toArray();
  }

  /** Weight 1 for the channels of greatest variance, 0 for the others. */
  static double[] strongest(double[] variances, int count) {
    double[] ascending = variances.clone();
    Arrays.sort(ascending);
    double least = ascending[Math.max(0, ascending.length - count)];
    return Arrays.stream(variances).map(v -> v >= least ? 1 : 0).toArray();
  }

  /** Pearson's coefficient over the photos, weighted mean over the channels that vary at all. */
  static double pearson(List<short[]> a, List<short[]> b, int at, double[] weights) {
    double sum = 0;
    double counted = 0;
    for (int channel = 0; channel < weights.length; channel++) {
      double sx = 0;
      double sy = 0;
      double xx = 0;
      double yy = 0;
      double xy = 0;
      for (int i = 0; i < a.size(); i++) {
        double x = a.get(i)[at + channel];
        double y = b.get(i)[at + channel];
        sx += x;
        sy += y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
      }
      int n = a.size();
      double variances = (xx - sx * sx / n) * (yy - sy * sy / n);
      if (variances > 0) {
        sum += weights[channel] * (xy - sx * sy / n) / Math.sqrt(variances);
        counted += weights[channel];
      }
    }
    return counted == 0 ? Double.NaN : sum / counted;
  }
}
