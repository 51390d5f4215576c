package io.semlink.launcher.experiment;

import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Means over the photos of what each way of sending delivers, along SNR or latency limit. */
final class AdaptationCurves {
  private final List<Mean> means = new ArrayList<>();

  /**
   * Means over the photos on one link.
   *
   * @param whole share of the photos of which all crossed in time and met the floor
   */
  record Mean(
      double snrDb,
      double limitMs,
      Adaptation.Way way,
      double alpha,
      double point,
      double kept,
      double gvif,
      double maskPsnrDb,
      double whole) {}

  private record Place(double snrDb, double limitMs, Adaptation.Way way) {}

  AdaptationCurves(List<Adaptation.Row> rows) {
    Map<Place, List<Adaptation.Row>> places =
        Grouped.by(rows, row -> new Place(row.snrDb(), row.limitMs(), row.way()));
    places.forEach(
        (place, some) ->
            means.add(
                new Mean(
                    place.snrDb(),
                    place.limitMs(),
                    place.way(),
                    Means.mean(some, Adaptation.Row::alpha),
                    Means.mean(some, Adaptation.Row::point),
                    Means.mean(some, Adaptation.Row::kept),
                    Means.mean(some, Adaptation.Row::gvif),
                    Means.mean(
                        some.stream().filter(row -> !Double.isNaN(row.maskPsnrDb())).toList(),
                        Adaptation.Row::maskPsnrDb),
                    Means.mean(some, Adaptation.Row::whole))));
  }

  List<Mean> means() {
    return means;
  }

  List<Mean> of(Adaptation.Way way) {
    return means.stream().filter(mean -> mean.way() == way).toList();
  }

  /** The mean at a place. */
  Mean at(Adaptation.Way way, double snrDb, double limitMs) {
    return of(way).stream()
        .filter(mean -> mean.snrDb() == snrDb && mean.limitMs() == limitMs)
        .findFirst()
        .orElseThrow();
  }

  Plot plot(
      String name,
      String title,
      String x,
      ToDoubleFunction<Mean> across,
      String y,
      ToDoubleFunction<Mean> up) {
    return new Plot(
        name,
        title,
        x,
        y,
        false,
        Arrays.stream(Adaptation.Way.values())
            .map(way -> curve(way.title(), of(way), across, up))
            .toList());
  }

  static Plot.Curve curve(
      String title, List<Mean> means, ToDoubleFunction<Mean> across, ToDoubleFunction<Mean> up) {
    return new Plot.Curve(
        title,
        means.stream().map(across::applyAsDouble).toList(),
        means.stream().map(up::applyAsDouble).toList());
  }

  /** Whether values never fall by more than a tolerance from one to the next. */
  static boolean rising(List<Mean> means, ToDoubleFunction<Mean> value, double tolerance) {
    for (int i = 1; i < means.size(); i++) {
      double before = value.applyAsDouble(means.get(i - 1));
      if (value.applyAsDouble(means.get(i)) < before - tolerance) {
        return false;
      }
    }
    return true;
  }
}
