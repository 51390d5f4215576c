package io.semlink.launcher.picture;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;

/**
 * Letters as outlines from a resource of our own.
 *
 * <p>Headless machines often have no font at all, and Java's text drawing fails there. Outlines
 * need neither a font nor fontconfig, and a picture looks the same wherever it is drawn.
 */
final class Typeface {
  static final Typeface REGULAR = load("inter-400.glyphs");
  static final Typeface BOLD = load("inter-600.glyphs");

  private final double unitsPerEm;
  private final Map<Integer, Glyph> glyphs;

  private record Glyph(double advance, Path2D outline) {}

  private Typeface(double unitsPerEm, Map<Integer, Glyph> glyphs) {
    this.unitsPerEm = unitsPerEm;
    this.glyphs = Map.copyOf(glyphs);
  }

  private static Typeface load(String resource) {
    Map<Integer, Glyph> glyphs = new TreeMap<>();
    double em = 0;
    try (InputStream stream = Typeface.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + resource + " is not on the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("em ")) {
          em = Double.parseDouble(line.substring(3));
        } else if (!line.startsWith("#")) {
          String[] parts = line.split(" ", 3);
          Path2D outline = parts.length < 3 ? new Path2D.Double() : parse(parts[2]);
          glyphs.put(Integer.valueOf(parts[0]), new Glyph(Double.parseDouble(parts[1]), outline));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Typeface(em, glyphs);
  }

  private static Path2D parse(String text) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    try (Scanner in = new Scanner(text)) {
      in.useLocale(Locale.ROOT);
      while (in.hasNext()) {
        String move = in.next();
        switch (move) {
          case "M" -> path.moveTo(in.nextDouble(), in.nextDouble());
          case "L" -> path.lineTo(in.nextDouble(), in.nextDouble());
          case "Q" ->
              path.quadTo(in.nextDouble(), in.nextDouble(), in.nextDouble(), in.nextDouble());
          case "C" ->
              path.curveTo(
                  in.nextDouble(),
                  in.nextDouble(),
                  in.nextDouble(),
                  in.nextDouble(),
                  in.nextDouble(),
                  in.nextDouble());
          case "Z" -> path.closePath();
          default -> throw new IllegalStateException("unknown outline move: " + move);
        }
      }
    }
    return path;
  }

  private Glyph glyph(int codePoint) {
    Glyph glyph = glyphs.get(Character.isSpaceChar(codePoint) ? ' ' : codePoint);
    if (glyph == null) {
      glyph = glyphs.get((int) '?');
    }
    if (glyph == null) {
      throw new IllegalStateException("the typeface has no question mark");
    }
    return glyph;
  }

  /** Width of a line of text in pixels. */
  double width(String text, double size) {
    return text.codePoints().mapToDouble(c -> glyph(c).advance).sum() * size / unitsPerEm;
  }

  /** Outline of a line of text whose baseline starts at (x, y); characters it lacks become "?". */
  Shape outline(String text, double size, double x, double y) {
    double scale = size / unitsPerEm;
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double at = x;
    for (int codePoint : text.codePoints().toArray()) {
      Glyph glyph = glyph(codePoint);
      path.append(
          glyph.outline.getPathIterator(new AffineTransform(scale, 0, 0, -scale, at, y)), false);
      at += glyph.advance * scale;
    }
    return path;
  }

  /** The text, cut with an ellipsis where it is wider than allowed. */
  String fit(String text, double size, double widest) {
    if (width(text, size) <= widest) {
      return text;
    }
    String cut = text;
    while (!cut.isEmpty() && width(cut + "…", size) > widest) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1)).stripTrailing();
    }
    return cut + "…";
  }
}
