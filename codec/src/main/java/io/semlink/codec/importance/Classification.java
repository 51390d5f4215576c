package io.semlink.codec.importance;

import java.util.List;

/**
 * What the classifier saw in a photo.
 *
 * @param labels the most probable labels, most probable first
 * @param importance importance of every latent cell for the labels of interest
 * @param subject name of the label whose map was used; the first one asked for, else the most
 *     probable
 */
public record Classification(List<Scored> labels, ImportanceMap importance, String subject) {
  /** Copies the labels. */
  public Classification {
    labels = List.copyOf(labels);
  }

  /**
   * A label with its probability.
   *
   * @param name readable name
   * @param probability in [0, 1], eq. (14)
   */
  public record Scored(String name, double probability) {}

  /** Probability of the subject, or of the most probable label if it is not listed. */
  public double confidence() {
    return labels.stream()
        .filter(label -> label.name().equals(subject))
        .findFirst()
        .orElse(labels.get(0))
        .probability();
  }

  /** The same labels with another map of importance. */
  public Classification withImportance(ImportanceMap map) {
    return new Classification(labels, map, subject);
  }
}
