package io.semlink.launcher.eval;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
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
 * @param curves the curves; the first is ours and is drawn strongest
 */
public record Plot(
    String name, String title, String x, String y, boolean logarithmic, List<Curve> curves) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 560;

  /**
   * A curve.
   *
   * @param name name in the legend
   * @param x places, ascending
   * @param y values
   */
  public record Curve(String name, List<Double> x, List<Double> y) {
    /** Checks that each place has a value. */
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
      if (x.isEmpty() || x.size() != y.size()) {
        throw new IllegalArgumentException(name + ": " + x.size() + " places, " + y.size());
      }
    }
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
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      Color colour = Drawing.colour(i);
      series.setLineColor(colour);
      series.setMarkerColor(colour);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(
          i == 0
              ? new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
              : SeriesLines.SOLID);
      series.setLineWidth(i == 0 ? 3 : 1.5f);
    }
    return Drawing.svg(WIDTH, HEIGHT, pen -> chart.paint(pen, WIDTH, HEIGHT));
  }
}
