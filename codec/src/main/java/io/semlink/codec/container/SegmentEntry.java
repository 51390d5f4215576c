package io.semlink.codec.container;

/**
 * What the header's directory says of a segment.
 *
 * @param kind meaning within the scheme, 0..127
 * @param refinement whether a picture can be shown without it; refinements come last
 * @param length bytes of payload
 */
public record SegmentEntry(int kind, boolean refinement, int length) {
  /** Longest payload, in bytes. */
  public static final int MAX_LENGTH = 1 << 26;

  /** Checks ranges. */
  public SegmentEntry {
    if (kind < 0 || kind > 127 || length < 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("segment kind " + kind + ", length " + length);
    }
  }
}
