package io.semlink.launcher;

import java.util.List;

/** Names of the segment kinds of the hyperprior schemes, for people who look into files. */
final class SegmentNames {
  private static final List<String> NAMES = List.of("kind 0", "prompt", "mask", "hyper", "latent");

  private SegmentNames() {}

  /** Name of a kind, or its number where it has none. */
  static String of(int kind) {
    return kind < NAMES.size() ? NAMES.get(kind) : "kind " + kind;
  }
}
