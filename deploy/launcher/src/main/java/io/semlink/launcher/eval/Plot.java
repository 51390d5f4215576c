package io.semlink.launcher.eval;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over a common axis.
 *
 * @param name name of its file, without the ending
 * @param title what it shows
 * @param x what runs across, with its unit
 * @param y what runs up, with its unit
 * @param logarithmic whether the axis across is logarithmic
 * @param logarithmicUp whether the axis up is logarithmic; values that are not positive are left
 *     out
 * @param curves the curves; the first is ours and is drawn strongest
 */
public record Plot(
    String name,
    String title,
    String x,
    String y,
    boolean logarithmic,
    boolean logarithmicUp,
    List<Curve> curves) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 560;

  /**
   * A curve.
   *
   * @param name name in the legend
   * @param x places, ascending
   * @param y values
   * @param theory values that theory gives at the same places, drawn as a line, with the others as
   *     points; empty if there are none
   */
  public record Curve(String name, List<Double> x, List<Double> y, List<Double> theory) {
    /** Without theory: the points are joined. */
    public Curve(String name, List<Double> x, List<Double> y) {
      this(name, x, y, List.of());
    }

    /** Checks that each place has a value. */
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
      theory = List.copyOf(theory);
      if (!theory.isEmpty() && theory.size() != x.size()) {
        throw new IllegalArgumentException(name + ": " + x.size() + " places, " + theory.size());
      }
      if (x.isEmpty() || x.size() != y.size()) {
        throw new IllegalArgumentException(name + ": " + x.size() + " places, " + y.size());
      }
    }
  }

  /** With an axis up that is not logarithmic. */
  public Plot(
      String name, String title, String x, String y, boolean logarithmic, List<Curve> curves) {
    this(name, title, x, y, logarithmic, false, curves);
  }

  /** Copies the curves. */
  public Plot {
    curves = List.copyOf(curves);
  }

  /**
   * Draws it as SVG.
   *
   * @throws IOException if the machine has no font to measure letters with
   */
  String svg() throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    XYStyler styler = chart.getStyler();
    Drawing.style(styler);
    styler.setMarkerSize(6);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setXAxisLogarithmic(logarithmic);
    styler.setYAxisLogarithmic(logarithmicUp);
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      Color colour = Drawing.colour(i);
      boolean joined = curve.theory().isEmpty();
      if (!joined) {
        XYSeries line = add(chart, curve.name(), curve.x(), curve.theory(), colour);
        line.setMarker(SeriesMarkers.NONE);
        line.setLineStyle(SeriesLines.SOLID);
        line.setLineWidth(1.5f);
      }
      XYSeries series =
          add(chart, curve.name() + (joined ? "" : " "), curve.x(), curve.y(), colour);
      series.setMarker(SeriesMarkers.CIRCLE);
      if (joined) {
        series.setLineStyle(
            i == 0
                ? new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : SeriesLines.SOLID);
        series.setLineWidth(i == 0 ? 3 : 1.5f);
      } else {
        series.setLineStyle(SeriesLines.NONE);
        series.setShowInLegend(false);
      }
    }
    return Drawing.svg(WIDTH, HEIGHT, pen -> chart.paint(pen, WIDTH, HEIGHT));
  }

  /** Adds a series, less what a logarithmic axis cannot show. */
  private XYSeries add(
      XYChart chart, String series, List<Double> across, List<Double> up, Color colour) {
    List<Double> places = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < across.size(); i++) {
      if (!logarithmicUp || up.get(i) > 0) {
        places.add(across.get(i));
        values.add(up.get(i));
      }
    }
    XYSeries added = chart.addSeries(series, places, values);
    added.setLineColor(colour);
    added.setMarkerColor(colour);
    return added;
  }
}
