package io.semlink.launcher.experiment;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.scheme.PhotoAnalysis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Ways to rank the cells of a photo for sending. */
enum CellRanking {
  /** By class activation map. */
  CAM("by CAM"),
  /** In random order. */
  RANDOM("at random"),
  /** The nearest to the centre first. */
  CENTRE("from the centre"),
  /** The largest mean squared difference of neighbouring pixels first. */
  EDGES("by edge energy");

  private final String title;

  CellRanking(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A map that is 1 in the first cells of the ranking and 0 in the others. */
  ImportanceMap keep(PhotoAnalysis analysis, int count, long seed) {
    int rows = analysis.latent().rows();
    int columns = analysis.latent().columns();
    double[] worth = worth(analysis, seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows * columns).boxed().toList());
    order.sort(Comparator.comparingDouble(cell -> -worth[cell]));
    float[] map = new float[rows * columns];
    order.subList(0, count).forEach(cell -> map[cell] = 1);
    return new ImportanceMap(rows, columns, map);
  }

  private double[] worth(PhotoAnalysis analysis, long seed) {
    int rows = analysis.latent().rows();
    int columns = analysis.latent().columns();
    return switch (this) {
      case CAM -> {
        float[] map = analysis.seen().importance().values();
        yield IntStream.range(0, map.length).mapToDouble(i -> map[i]).toArray();
      }
      case RANDOM -> {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows * columns).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        yield order.stream().mapToDouble(place -> place).toArray();
      }
      case CENTRE ->
          IntStream.range(0, rows * columns)
              .mapToDouble(
                  cell ->
                      -Math.hypot(
                          cell / columns - (rows - 1) / 2.0, cell % columns - (columns - 1) / 2.0))
              .toArray();
      case EDGES -> edges(analysis.photo(), rows, columns);
    };
  }

  private static double[] edges(Photo photo, int rows, int columns) {
    double[] energy = new double[rows * columns];
    for (int y = 0; y + 1 < photo.height(); y++) {
      for (int x = 0; x + 1 < photo.width(); x++) {
        int cell = y / HyperpriorCodec.CELL_PIXELS * columns + x / HyperpriorCodec.CELL_PIXELS;
        int here = green(photo, x, y);
        energy[cell] +=
            Math.pow(green(photo, x + 1, y) - here, 2) + Math.pow(green(photo, x, y + 1) - here, 2);
      }
    }
    return energy;
  }

  private static int green(Photo photo, int x, int y) {
    return Byte.toUnsignedInt(photo.rgb()[3 * (y * photo.width() + x) + 1]);
  }
}
