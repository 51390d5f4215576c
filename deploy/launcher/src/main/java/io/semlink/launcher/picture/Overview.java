package io.semlink.launcher.picture;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * One picture of a whole run: the photographs side by side, the key figures, where the bits and the
 * time went.
 *
 * @param title headline
 * @param subtitle what was asked, in a line
 * @param quote what travelled as text, in a line; may be empty
 * @param panels pictures, all of one size, left to right
 * @param figures key figures, left to right
 * @param bars divisions, left to right
 */
public record Overview(
    String title,
    String subtitle,
    String quote,
    List<Panel> panels,
    List<Figure> figures,
    List<StackedBar> bars) {
  private static final int MARGIN = 48;
  private static final int GAP = 20;
  private static final int PANEL_WIDTH = 372;
  private static final int PANEL_HEIGHT = 400;
  private static final int MAX_LEGEND_COLUMNS = 5;
  private static final Color PAPER = new Color(0xfbfbfa);
  private static final Color INK = new Color(0x1b1f24);
  private static final Color SOFT = new Color(0x68707a);
  private static final Color RULE = new Color(0xdfe2e6);
  private static final Color PALE = new Color(0xe9ebee);

  /** Distinct with any colour vision; after Paul Tol's "bright" scheme. */
  private static final Color[] PARTS = {
    new Color(0x4477aa),
    new Color(0xee6677),
    new Color(0x228833),
    new Color(0xccbb44),
    new Color(0x66ccee),
    new Color(0xaa3377),
    new Color(0x8d99a6),
    new Color(0xdd8452),
    new Color(0x937860),
    new Color(0x2f4b7c),
    new Color(0x9fb8a0),
    new Color(0xc7a5c9),
  };

  /** Copies the lists. */
  public Overview {
    panels = List.copyOf(panels);
    figures = List.copyOf(figures);
    bars = List.copyOf(bars);
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("an overview needs a picture");
    }
  }

  /** Draws it. */
  public BufferedImage draw() {
    BufferedImage first = panels.get(0).image();
    double scale =
        Math.min(
            (double) PANEL_WIDTH / first.getWidth(), (double) PANEL_HEIGHT / first.getHeight());
    int width = Math.max(1, (int) Math.round(first.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(first.getHeight() * scale));
    int count = panels.size();
    int inner = count * PANEL_WIDTH + (count - 1) * GAP;
    int half = bars.isEmpty() ? inner : (inner - (bars.size() - 1) * 3 * GAP) / bars.size();
    int barHeight = bars.stream().mapToInt(bar -> 120 + 36 * legendRows(bar, half)).max().orElse(0);
    int header = quote.isEmpty() ? 136 : 178;
    int total = header + 74 + height + 146 + barHeight + 30;
    Sheet sheet = new Sheet(inner + 2 * MARGIN, total, PAPER);

    sheet.text(Typeface.BOLD, title, 40, INK, MARGIN, 78);
    sheet.text(Typeface.REGULAR, Typeface.REGULAR.fit(subtitle, 23, inner), 23, SOFT, MARGIN, 116);
    if (!quote.isEmpty()) {
      sheet.text(Typeface.REGULAR, Typeface.REGULAR.fit(quote, 23, inner), 23, INK, MARGIN, 158);
    }
    int top = header;
    for (int i = 0; i < count; i++) {
      panel(sheet, panels.get(i), MARGIN + i * (PANEL_WIDTH + GAP), top, width, height);
    }
    top += 74 + height + 46;
    sheet.line(MARGIN, top - 14, inner, RULE);
    int column = figures.isEmpty() ? inner : (inner + GAP) / figures.size();
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      int x = MARGIN + i * column;
      sheet.text(Typeface.BOLD, figure.value(), 34, INK, x, top + 40);
      sheet.text(Typeface.REGULAR, figure.label(), 20, SOFT, x, top + 70);
    }
    top += 100;
    sheet.line(MARGIN, top, inner, RULE);
    for (int i = 0; i < bars.size(); i++) {
      bar(sheet, bars.get(i), MARGIN + i * (half + 3 * GAP), top + 42, half);
    }
    return sheet.image();
  }

  private static void panel(Sheet sheet, Panel panel, int x, int y, int width, int height) {
    sheet.text(
        Typeface.BOLD, Typeface.BOLD.fit(panel.title(), 23, PANEL_WIDTH), 23, INK, x, y + 24);
    sheet.text(
        Typeface.REGULAR, Typeface.REGULAR.fit(panel.note(), 19, PANEL_WIDTH), 19, SOFT, x, y + 52);
    sheet.image(panel.image(), x, y + 70, width, height);
    sheet.frame(x, y + 70, width, height, RULE);
  }

  private static int legendColumns(StackedBar bar, int width) {
    double widest = bar.shares().stream().mapToDouble(Overview::legendWidth).max().orElse(1);
    return Math.max(1, Math.min(MAX_LEGEND_COLUMNS, (int) (width / widest)));
  }

  private static int legendRows(StackedBar bar, int width) {
    int columns = legendColumns(bar, width);
    return (bar.shares().size() + columns - 1) / columns;
  }

  private static double legendWidth(StackedBar.Share share) {
    return 34 + Typeface.REGULAR.width(share.name() + share.text(), 19) + 24;
  }

  private static void bar(Sheet sheet, StackedBar bar, int x, int y, int width) {
    sheet.text(Typeface.BOLD, bar.title(), 23, INK, x, y);
    double used = Typeface.BOLD.width(bar.title(), 23) + 18;
    sheet.text(
        Typeface.REGULAR,
        Typeface.REGULAR.fit(bar.note(), 20, width - used),
        20,
        SOFT,
        x + used,
        y);
    int top = y + 20;
    sheet.fill(new Rectangle2D.Double(x, top, width, 30), PALE);
    double at = x;
    for (int i = 0; i < bar.shares().size(); i++) {
      double length = bar.whole() > 0 ? bar.shares().get(i).amount() / bar.whole() * width : 0;
      sheet.fill(new Rectangle2D.Double(at, top, length, 30), colour(i));
      at += length;
    }
    int columns = legendColumns(bar, width);
    int column = width / columns;
    for (int i = 0; i < bar.shares().size(); i++) {
      StackedBar.Share share = bar.shares().get(i);
      int left = x + i % columns * column;
      int line = top + 66 + i / columns * 36;
      sheet.fill(new Rectangle2D.Double(left, line - 14, 15, 15), colour(i));
      sheet.text(Typeface.REGULAR, share.name(), 19, INK, left + 24, line);
      double name = Typeface.REGULAR.width(share.name(), 19);
      sheet.text(Typeface.REGULAR, share.text(), 19, SOFT, left + 34 + name, line);
    }
  }

  private static Color colour(int part) {
    return PARTS[part % PARTS.length];
  }
}
