package io.semlink.launcher.eval;

import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small data folders for tests. */
final class DataSets {
  private DataSets() {}

  /** A photo of one colour with a disc of another. */
  static Photo disc(int side, int ground, int disc) {
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      double x = (i % side + 0.5) / side - 0.5;
      double y = (i / side + 0.5) / side - 0.5;
      int colour = Math.hypot(x, y) < 0.3 ? disc : ground;
      rgb[3 * i] = (byte) (colour >> 16);
      rgb[3 * i + 1] = (byte) (colour >> 8);
      rgb[3 * i + 2] = (byte) colour;
    }
    return new Photo(side, side, rgb);
  }

  static void photo(Path file, Photo photo) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, PngWriter.write(photo));
  }

  /** A trimap whose left part is animal and whose right part is background. */
  static void trimap(Path file, int side, int animalColumns) throws IOException {
    byte[] kinds = new byte[side * side];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = i % side < animalColumns ? Trimap.ANIMAL : Trimap.BACKGROUND;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, PngWriter.writeGrey(kinds, side, side));
  }
}
