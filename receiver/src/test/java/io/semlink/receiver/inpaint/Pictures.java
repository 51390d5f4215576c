package io.semlink.receiver.inpaint;

import io.semlink.codec.image.Photo;
import java.util.Arrays;
import java.util.Random;

/** Pictures for tests. */
final class Pictures {
  private Pictures() {}

  static KnownPicture unknown(int width, int height) {
    return new KnownPicture(
        new WorkingSize(width, height), new float[3 * width * height], new float[width * height]);
  }

  /** The left half known, of random colours. */
  static KnownPicture leftHalfKnown(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] rgb = new float[3 * width * height];
    float[] mask = new float[width * height];
    for (int i = 0; i < mask.length; i++) {
      if (i % width < width / 2) {
        mask[i] = 1;
        for (int plane = 0; plane < 3; plane++) {
          rgb[plane * mask.length + i] = 2 * random.nextFloat() - 1;
        }
      }
    }
    return new KnownPicture(new WorkingSize(width, height), rgb, mask);
  }

  static Photo random(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return new Photo(width, height, rgb);
  }

  static Photo flat(int width, int height, int grey) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) grey);
    return new Photo(width, height, rgb);
  }

  /** Each cell received with the given probability. */
  static Provenance randomCells(int width, int height, double received, long seed) {
    Random random = new Random(seed);
    boolean[] cells = new boolean[((width + 15) / 16) * ((height + 15) / 16)];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = random.nextDouble() < received;
    }
    return new Provenance(width, height, 16, cells);
  }

  static Provenance uniform(int width, int height, boolean received) {
    boolean[] cells = new boolean[((width + 15) / 16) * ((height + 15) / 16)];
    Arrays.fill(cells, received);
    return new Provenance(width, height, 16, cells);
  }
}
