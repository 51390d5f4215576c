package io.semlink.channel.ldpc;

import java.util.Random;

/**
 * One random transport block sent in BPSK (bit 0 as +1) over white Gaussian noise, in one or more
 * rounds.
 */
final class AwgnBlock {
  private final TransportBlockCode code;
  private final Random random;
  private final byte[] payload;
  private final byte[] codeword;
  private final SoftBuffer soft;

  AwgnBlock(TransportBlockCode code, Random random) {
    this.code = code;
    this.random = random;
    this.payload = new byte[code.payloadBits() / 8];
    random.nextBytes(payload);
    this.codeword = code.encode(payload);
    this.soft = code.softBuffer();
  }

  /** Sends a round at an Es/N0 in dB, the noise variance being N0 / 2 per real symbol. */
  void send(int redundancyVersion, int codedBits, double esN0Db) {
    double variance = 0.5 / StrictMath.pow(10.0, esN0Db / 10.0);
    double sigma = StrictMath.sqrt(variance);
    byte[] bits = code.select(codeword, redundancyVersion, codedBits, 1);
    float[] llrs = new float[codedBits];
    for (int i = 0; i < codedBits; i++) {
      double received = 1.0 - 2.0 * bits[i] + sigma * random.nextGaussian();
      llrs[i] = (float) (2.0 * received / variance);
    }
    soft.combine(llrs, codedBits, redundancyVersion, 1);
  }

  byte[] payload() {
    return payload;
  }

  SoftBuffer soft() {
    return soft;
  }
}
