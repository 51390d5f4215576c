package io.semlink.channel.modem;

/** All points of a modulation, numbered by their bits, the first bit as the most significant. */
final class Constellation {
  private final int bits;
  private final float[] inPhase;
  private final float[] quadrature;

  Constellation(Modulation modulation) {
    bits = modulation.bitsPerSymbol();
    inPhase = new float[1 << bits];
    quadrature = new float[1 << bits];
    byte[] all = new byte[bits * inPhase.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bit(i / bits, i % bits);
    }
    modulation.map(all, inPhase, quadrature);
  }

  int size() {
    return inPhase.length;
  }

  int bits() {
    return bits;
  }

  int bit(int point, int number) {
    return point >> (bits - 1 - number) & 1;
  }

  double squaredDistance(int point, double x, double y) {
    double re = x - inPhase[point];
    double im = y - quadrature[point];
    return re * re + im * im;
  }

  double squaredDistance(int first, int second) {
    return squaredDistance(first, inPhase[second], quadrature[second]);
  }

  /** Max-log ratio by a search over all points. */
  double maxLogRatio(int number, double x, double y, double noiseVariance) {
    double[] nearest = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < size(); i++) {
      int bit = bit(i, number);
      nearest[bit] = Math.min(nearest[bit], squaredDistance(i, x, y));
    }
    return (nearest[1] - nearest[0]) / noiseVariance;
  }

  /** Exact ratio of the sums of likelihoods, each scaled by its largest term. */
  double exactRatio(int number, double x, double y, double noiseVariance) {
    double[] nearest = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < size(); i++) {
      int bit = bit(i, number);
      nearest[bit] = Math.min(nearest[bit], squaredDistance(i, x, y));
    }
    double[] sums = new double[2];
    for (int i = 0; i < size(); i++) {
      int bit = bit(i, number);
      sums[bit] += Math.exp((nearest[bit] - squaredDistance(i, x, y)) / noiseVariance);
    }
    return (nearest[1] - nearest[0]) / noiseVariance + Math.log(sums[0] / sums[1]);
  }
}
