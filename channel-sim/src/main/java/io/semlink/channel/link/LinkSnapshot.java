package io.semlink.channel.link;

import java.time.Instant;

/**
 * Everything about a link at one instant.
 *
 * @param trueState state of the next block as it will be
 * @param knownState state of the next block as transmitters may know it
 * @param figures what the link carried since its last reset
 * @param changedAt when its settings were last changed
 */
public record LinkSnapshot(
    LinkState trueState, LinkState knownState, LinkFigures figures, Instant changedAt) {
  /**
   * Returns the link's settings.
   *
   * @return the configuration
   */
  public LinkConfig config() {
    return trueState.config();
  }
}
