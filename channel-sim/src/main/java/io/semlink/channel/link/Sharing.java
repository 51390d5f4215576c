package io.semlink.channel.link;

/** How transmissions that overlap in time use a link. */
public enum Sharing {
  /** Each has a band of its own, as wide as the link's: they do not meet. */
  SEPARATE,
  /** All use one band, segment by segment, each with the same share of the air's time. */
  FAIR,
  /** All use one band, segment by segment; those of higher priority go first. */
  PRIORITY
}
