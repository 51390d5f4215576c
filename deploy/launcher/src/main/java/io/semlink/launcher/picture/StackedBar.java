package io.semlink.launcher.picture;

import java.util.List;

/**
 * How a whole divides, as one bar with a legend.
 *
 * @param title what is divided
 * @param note a line on it
 * @param shares the parts, in order
 * @param whole length of the bar in the unit of the shares, at least their sum; the rest stays pale
 */
public record StackedBar(String title, String note, List<Share> shares, double whole) {

  /**
   * A part.
   *
   * @param name its name
   * @param amount its size, at least 0
   * @param text its size as shown
   */
  public record Share(String name, double amount, String text) {
    /** Checks the size. */
    public Share {
      if (!(amount >= 0)) {
        throw new IllegalArgumentException(name + " has a negative share: " + amount);
      }
    }
  }

  /** Copies the shares and makes the bar long enough for them. */
  public StackedBar {
    shares = List.copyOf(shares);
    whole = Math.max(whole, shares.stream().mapToDouble(Share::amount).sum());
  }
}
