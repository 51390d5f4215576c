package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.container.SegmentEntry;
import java.util.List;

/** Segment kinds of the schemes that send a hyperprior-coded latent or its caption alone. */
final class HyperpriorSegments {
  static final int PROMPT = 1;
  static final int MASK = 2;
  static final int HYPER = 3;
  static final int LATENT = 4;

  private HyperpriorSegments() {}

  /** Lower-case name of a kind. */
  static String nameOf(int kind) {
    return switch (kind) {
      case PROMPT -> "prompt";
      case MASK -> "mask";
      case HYPER -> "hyper";
      case LATENT -> "latent";
      default -> throw new IllegalArgumentException("unknown segment kind " + kind);
    };
  }

  static BitLedger ledger(Container container) {
    return new BitLedger(
        container.framingBits(),
        container.payloadBits(PROMPT),
        container.payloadBits(MASK),
        container.payloadBits(HYPER),
        container.payloadBits(LATENT));
  }

  /** Whether the essential segments are exactly the given kinds and all refinements latents. */
  static boolean laidOut(ContainerHeader header, List<Integer> essentials) {
    List<SegmentEntry> directory = header.directory();
    for (int i = 0; i < directory.size(); i++) {
      SegmentEntry entry = directory.get(i);
      int expected = i < essentials.size() ? essentials.get(i) : LATENT;
      if (entry.kind() != expected || entry.refinement() != i >= essentials.size()) {
        return false;
      }
    }
    return directory.size() >= essentials.size();
  }
}
