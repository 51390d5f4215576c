package io.semlink.launcher.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of the photos that have been measured, one line of JSON per photo, so that an experiment
 * that was stopped goes on where it was. The first line says under which conditions they were
 * measured; rows of other conditions are thrown away.
 *
 * @param <R> type of the rows
 */
final class Journal<R extends Record> {
  /** Snake case names the columns of tables, too. */
  static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private final Path file;
  private final Map<String, List<R>> photos = new LinkedHashMap<>();

  private Journal(Path file) {
    this.file = file;
  }

  /**
   * Opens a journal, or begins it.
   *
   * @param conditions all that the rows depend on, but the photo
   */
  static <R extends Record> Journal<R> open(
      Path file, Map<String, Object> conditions, Class<R> rowType) throws IOException {
    Journal<R> journal = new Journal<>(file);
    String header = JSON.writeValueAsString(conditions);
    List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    if (!lines.isEmpty() && lines.get(0).equals(header)) {
      journal.read(lines.subList(1, lines.size()), rowType);
    }
    // Written anew: without rows of other conditions, and without a line cut off in the middle.
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, header + "\n");
    for (Map.Entry<String, List<R>> entry : journal.photos.entrySet()) {
      journal.append(entry.getKey(), entry.getValue());
    }
    return journal;
  }

  private void read(List<String> lines, Class<R> rowType) throws IOException {
    JavaType rows = JSON.getTypeFactory().constructCollectionType(List.class, rowType);
    for (String line : lines) {
      try {
        JsonNode entry = JSON.readTree(line);
        photos.put(
            entry.path("photo").asText(),
            JSON.readValue(JSON.treeAsTokens(entry.path("rows")), rows));
      } catch (JsonProcessingException e) {
        return; // The line that was being written when the run was stopped.
      }
    }
  }

  boolean has(String photo) {
    return photos.containsKey(photo);
  }

  /** Adds the rows of a photo, for good. */
  void add(String photo, List<R> rows) throws IOException {
    photos.put(photo, rows);
    append(photo, rows);
  }

  private void append(String photo, List<R> rows) throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("photo", photo);
    entry.set("rows", JSON.valueToTree(rows));
    Files.writeString(file, JSON.writeValueAsString(entry) + "\n", StandardOpenOption.APPEND);
  }

  /** Rows of some photos, in their order. */
  List<R> rows(List<String> of) {
    List<R> all = new ArrayList<>();
    for (String photo : of) {
      all.addAll(photos.getOrDefault(photo, List.of()));
    }
    return all;
  }
}
