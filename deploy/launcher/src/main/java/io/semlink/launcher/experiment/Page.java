package io.semlink.launcher.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Experiments as Markdown: a page for each, and one that leads to them. */
final class Page {
  private Page() {}

  /** Page of one experiment. */
  static String of(
      String name,
      Chapter chapter,
      Map<String, Integer> photos,
      Map<String, Object> conditions,
      String command) {
    List<String> parts = new ArrayList<>();
    parts.add("# " + chapter.title());
    parts.addAll(chapter.text());
    chapter.plots().forEach(plot -> parts.add("![" + plot.title() + "](" + plot.name() + ".svg)"));
    chapter.pictures().keySet().forEach(each -> parts.add("![" + each + "](" + each + ".png)"));
    if (!chapter.claims().isEmpty()) {
      parts.add(claims(chapter.claims(), ""));
    }
    parts.add(
        "Figures: "
            + chapter.tables().stream()
                .map(table -> "[" + table.name() + ".csv](" + table.name() + ".csv)")
                .collect(Collectors.joining(", "))
            + "; verdicts and conditions: ["
            + name
            + ".json]("
            + name
            + ".json).");
    parts.add("Made by");
    parts.add("```sh\n" + command + "\n```");
    parts.add(
        "with "
            + counts(photos)
            + ", cut to their central square of "
            + conditions.get("side_px")
            + " pixels, seed "
            + conditions.get("seed")
            + ", bundle `"
            + String.valueOf(conditions.get("bundle")).substring(0, 12)
            + "`.");
    return String.join("\n\n", parts) + "\n";
  }

  private static String counts(Map<String, Integer> photos) {
    return photos.entrySet().stream()
        .map(entry -> entry.getValue() + " photos of `" + entry.getKey() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String claims(List<Claim> claims, String link) {
    StringBuilder table = new StringBuilder();
    table.append("| claim | paper | ours | | why they differ |\n|---|---|---|---|---|");
    for (Claim claim : claims) {
      table.append("\n| ").append(claim.what()).append(" | ").append(claim.paper()).append(" | ");
      table.append(link.isEmpty() ? claim.ours() : "[" + claim.ours() + "](" + link + ")");
      table.append(" | ").append(claim.verdict().word()).append(" | ").append(claim.why());
      table.append(" |");
    }
    return table.toString();
  }

  /** Page that leads to those of all experiments. */
  static String index(Map<String, Chapter> chapters, String command) {
    List<String> parts = new ArrayList<>();
    parts.add("# Experiments");
    parts.add(
        "The claims of the paper (\"Hybrid generative semantic communication with critical"
            + " information embedding\", sections IV to VI) on our own link, with the shipped"
            + " bundle. Every value under *ours* leads to its experiment: what was measured, the"
            + " figures, and the command that makes them. All of it is written by");
    parts.add("```sh\n" + command + "\n```");
    parts.add(
        "How the experiments are set up: [evaluation.md](../evaluation.md#experiments). Algorithm 1"
            + " against its exact counterpart: [codec.md](../codec.md#policy-tables).");
    chapters.forEach(
        (name, chapter) -> {
          parts.add("## [" + chapter.title() + "](" + name + ".md)");
          if (chapter.claims().isEmpty()) {
            parts.add(chapter.text().get(0));
          } else {
            parts.add(claims(chapter.claims(), name + ".md"));
          }
        });
    return String.join("\n\n", parts) + "\n";
  }
}
