package io.semlink.launcher.eval;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.style.XYStyler;
import org.w3c.dom.Document;

/** What all plots share: colours, letters, and how they become SVG. */
final class Drawing {
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

  private Drawing() {}

  static Color colour(int curve) {
    return COLOURS[curve % COLOURS.length];
  }

  static void style(XYStyler styler) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setBaseFont(plain);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setAxisTitleFont(plain);
    styler.setAxisTickLabelsFont(plain);
    styler.setLegendFont(plain);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xdfe2e6));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLocale(Locale.ROOT);
  }

  /**
   * Draws a picture as SVG.
   *
   * @throws IOException if the machine has no font to measure letters with
   */
  static String svg(int width, int height, Consumer<Graphics2D> picture) throws IOException {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVG, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setPrecision(2);
      SVGGraphics2D pen = new SVGGraphics2D(context, false);
      pen.setSVGCanvasSize(new Dimension(width, height));
      picture.accept(pen);
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
}
