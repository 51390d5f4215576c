package io.semlink.launcher.eval;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

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
  private static final String SVG = "http://www.w3.org/2000/svg";

  /** Distinct with any colour vision; after Paul Tol's "bright" scheme. */
  private static final Color[] COLOURS = {
    new Color(0xee6677),
    new Color(0x4477aa),
    new Color(0x228833),
    new Color(0xccbb44),
    new Color(0x66ccee),
    new Color(0xaa3377),
    new Color(0x8d99a6),
  };

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
    style(chart.getStyler());
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      Color colour = COLOURS[i % COLOURS.length];
      series.setLineColor(colour);
      series.setMarkerColor(colour);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(
          i == 0
              ? new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
              : SeriesLines.SOLID);
      series.setLineWidth(i == 0 ? 3 : 1.5f);
    }
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVG, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setPrecision(2);
      SVGGraphics2D pen = new SVGGraphics2D(context, false);
      pen.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
      chart.paint(pen, WIDTH, HEIGHT);
      StringWriter out = new StringWriter();
      pen.stream(out, true);
      return out.toString();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (InternalError | ExceptionInInitializerError | NoClassDefFoundError e) {
      // What a headless Java throws that finds no font.
      throw new IOException("plots need a font on this machine: install fontconfig and one", e);
    }
  }

  private void style(XYStyler styler) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setBaseFont(plain);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setAxisTitleFont(plain);
    styler.setAxisTickLabelsFont(plain);
    styler.setLegendFont(plain);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xdfe2e6));
    styler.setMarkerSize(6);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setXAxisLogarithmic(logarithmic);
    styler.setLocale(Locale.ROOT);
  }
}
