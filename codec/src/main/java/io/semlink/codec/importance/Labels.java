package io.semlink.codec.importance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.bundle.BundleException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The labels of a classifier, in the order of its outputs. */
public final class Labels {
  private final List<String> names;
  private final Map<String, Integer> byNameOrId;

  private Labels(List<String> names, Map<String, Integer> byNameOrId) {
    this.names = List.copyOf(names);
    this.byNameOrId = Map.copyOf(byNameOrId);
  }

  /**
   * Reads {@code labels.json}: an array of objects with id and name.
   *
   * @throws BundleException if the file is malformed
   */
  public static Labels parse(byte[] json) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    try {
      for (JsonNode node : new ObjectMapper().readTree(json)) {
        String name = node.path("name").asText();
        if (name.isBlank()) {
          throw new BundleException("label " + names.size() + " has no name");
        }
        index.putIfAbsent(name.toLowerCase(Locale.ROOT), names.size());
        index.putIfAbsent(node.path("id").asText().toLowerCase(Locale.ROOT), names.size());
        names.add(name);
      }
    } catch (IOException e) {
      throw new BundleException("labels are not JSON: " + e.getMessage(), e);
    }
    if (names.isEmpty()) {
      throw new BundleException("no labels");
    }
    return new Labels(names, index);
  }

  /** Readable names, in the order of the classifier's outputs. */
  public List<String> names() {
    return names;
  }

  /** Position of a label given by name or id, in any case. */
  Optional<Integer> find(String label) {
    return Optional.ofNullable(byNameOrId.get(label.strip().toLowerCase(Locale.ROOT)));
  }

  /**
   * Position of a label given by name or id.
   *
   * @throws UnknownLabelException if there is no such label
   */
  public int require(String label) {
    return find(label)
        .orElseThrow(
            () -> {
              String wanted = label.strip().toLowerCase(Locale.ROOT);
              List<String> near =
                  names.stream()
                      .filter(n -> wanted.length() > 2 && shareWord(n, wanted))
                      .limit(3)
                      .toList();
              return new UnknownLabelException(label, near);
            });
  }

  private static boolean shareWord(String name, String wanted) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains(wanted) || wanted.contains(lower)) {
      return true;
    }
    return lower.substring(0, Math.min(3, lower.length())).equals(wanted.substring(0, 3));
  }
}
