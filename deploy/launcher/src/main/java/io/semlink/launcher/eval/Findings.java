package io.semlink.launcher.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.semlink.codec.image.PngWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a measurement found.
 *
 * @param name name of the measurement, and of its JSON file
 * @param lines the figures for people
 * @param figures the figures for machines
 * @param tables written as NAME.csv
 * @param plots written as NAME.svg
 * @param pictures by name, written as NAME.png
 * @param page what it shows in Markdown, written as NAME.md, where somebody wrote it
 */
public record Findings(
    String name,
    List<String> lines,
    Map<String, Object> figures,
    List<Table> tables,
    List<Plot> plots,
    Map<String, BufferedImage> pictures,
    Optional<String> page) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the collections, in their order. */
  public Findings {
    lines = List.copyOf(lines);
    figures = new LinkedHashMap<>(figures);
    tables = List.copyOf(tables);
    plots = List.copyOf(plots);
    pictures = new LinkedHashMap<>(pictures);
  }

  /** Without a page. */
  public Findings(
      String name,
      List<String> lines,
      Map<String, Object> figures,
      List<Table> tables,
      List<Plot> plots,
      Map<String, BufferedImage> pictures) {
    this(name, lines, figures, tables, plots, pictures, Optional.empty());
  }

  /** The same with other figures for machines. */
  public Findings withFigures(Map<String, Object> other) {
    return new Findings(name, lines, other, tables, plots, pictures, page);
  }

  /** Writes all files into a folder, which is made if it is missing. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(figures) + "\n");
    for (Table table : tables) {
      Files.writeString(folder.resolve(table.name() + ".csv"), table.csv());
    }
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      Files.write(folder.resolve(picture.getKey() + ".png"), PngWriter.write(picture.getValue()));
    }
    for (Plot plot : plots) {
      Files.writeString(folder.resolve(plot.name() + ".svg"), plot.svg());
    }
    if (page.isPresent()) {
      Files.writeString(folder.resolve(name + ".md"), page.get());
    }
  }
}
