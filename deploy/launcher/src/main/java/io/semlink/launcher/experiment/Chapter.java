package io.semlink.launcher.experiment;

import io.semlink.launcher.eval.Plot;
import io.semlink.launcher.eval.Table;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an experiment tells.
 *
 * @param title what was asked
 * @param text paragraphs of Markdown on what it shows
 * @param claims what the paper says of it, and what we find
 * @param tables written as NAME.csv
 * @param plots written as NAME.svg
 * @param pictures by name, written as NAME.png
 */
record Chapter(
    String title,
    List<String> text,
    List<Claim> claims,
    List<Table> tables,
    List<Plot> plots,
    Map<String, BufferedImage> pictures) {
  /** Copies the collections, in their order. */
  Chapter {
    text = List.copyOf(text);
    claims = List.copyOf(claims);
    tables = List.copyOf(tables);
    plots = List.copyOf(plots);
    pictures = new LinkedHashMap<>(pictures);
  }

  /** Without pictures. */
  Chapter(
      String title, List<String> text, List<Claim> claims, List<Table> tables, List<Plot> plots) {
    this(title, text, claims, tables, plots, Map.of());
  }
}
