package io.semlink.receiver.inpaint;

import java.util.Arrays;

/**
 * Per pixel: received over the link, or generated at the receiver.
 *
 * @param width photo width in pixels
 * @param height photo height in pixels
 * @param cellPixels side of a square cell; all pixels of a cell have one origin
 * @param cells row by row, ceil(height / cellPixels) rows of ceil(width / cellPixels); true =
 *     received
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Provenance(int width, int height, int cellPixels, boolean[] cells) {
  /** Checks that the cells cover the photo. */
  public Provenance {
    if (width < 1 || height < 1 || cellPixels < 1) {
      throw new IllegalArgumentException(
          "sides must be at least 1: " + width + "x" + height + ", cells of " + cellPixels);
    }
    int needed = ceilDiv(width, cellPixels) * ceilDiv(height, cellPixels);
    if (cells.length != needed) {
      throw new IllegalArgumentException(
          "a photo of %dx%d has %d cells, got %d".formatted(width, height, needed, cells.length));
    }
    cells = cells.clone();
  }

  /** A copy of the cells. */
  @Override
  public boolean[] cells() {
    return cells.clone();
  }

  /** Cells in a row. */
  public int columns() {
    return ceilDiv(width, cellPixels);
  }

  /** Whether a pixel was received. */
  public boolean isReceived(int x, int y) {
    return cells[y / cellPixels * columns() + x / cellPixels];
  }

  /** Whether every pixel was received. */
  public boolean allReceived() {
    for (boolean cell : cells) {
      if (!cell) {
        return false;
      }
    }
    return true;
  }

  /** Received pixels over all pixels. */
  public double receivedFraction() {
    long received = 0;
    for (int i = 0; i < cells.length; i++) {
      if (cells[i]) {
        int x = i % columns() * cellPixels;
        int y = i / columns() * cellPixels;
        received += (long) Math.min(cellPixels, width - x) * Math.min(cellPixels, height - y);
      }
    }
    return (double) received / ((double) width * height);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance p
        && width == p.width
        && height == p.height
        && cellPixels == p.cellPixels
        && Arrays.equals(cells, p.cells);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return "Provenance[%dx%d, received %.4f]".formatted(width, height, receivedFraction());
  }
}
