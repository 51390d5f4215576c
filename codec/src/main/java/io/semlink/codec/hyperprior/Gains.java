package io.semlink.codec.hyperprior;

import io.semlink.codec.bundle.BundleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Trained gains of the operating points: the latent is multiplied by {@code gain} before rounding
 * and by {@code inverse} after it, channel by channel (gained VAE, Cui et al. 2021,
 * doi:10.1109/CVPR46437.2021.01040).
 */
public final class Gains {
  private static final int MAGIC = 0x41474C53; // "SLGA", little-endian
  private static final int HEADER_BYTES = 10;

  private final int points;
  private final int channels;
  private final float[] values;

  private Gains(int points, int channels, float[] values) {
    this.points = points;
    this.channels = channels;
    this.values = values;
  }

  /**
   * Reads {@code gains.bin}.
   *
   * @throws BundleException if the file is damaged or a gain is not positive
   */
  public static Gains parse(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER_BYTES || in.getInt() != MAGIC || in.getShort() != 1) {
      throw new BundleException("not a version 1 table of gains");
    }
    int points = Short.toUnsignedInt(in.getShort());
    int channels = Short.toUnsignedInt(in.getShort());
    long expected = HEADER_BYTES + 8L * points * channels;
    if (points < 1 || channels < 1 || file.length != expected) {
      throw new BundleException(
          points + " points of " + channels + " gains do not fit " + file.length + " bytes");
    }
    float[] values = new float[2 * points * channels];
    in.asFloatBuffer().get(values);
    for (float value : values) {
      if (!(value > 0) || Float.isInfinite(value)) {
        throw new BundleException("gain " + value + " is not positive");
      }
    }
    return new Gains(points, channels, values);
  }

  /** Number of operating points; the last is the reference. */
  public int points() {
    return points;
  }

  /** Number of latent channels. */
  public int channels() {
    return channels;
  }

  /** Gain of a channel at a point, in quantiser steps per latent unit. */
  public float gain(int point, int channel) {
    return values[point * channels + channel];
  }

  /** Inverse gain of a channel at a point, in latent units per quantiser step. */
  public float inverse(int point, int channel) {
    return values[(points + point) * channels + channel];
  }
}
