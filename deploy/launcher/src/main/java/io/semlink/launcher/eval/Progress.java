package io.semlink.launcher.eval;

/** Hears how far a measurement is. */
@FunctionalInterface
public interface Progress {
  /**
   * Called before each piece of work.
   *
   * @param share share of the work done, in [0, 1]
   * @param what what is worked on
   */
  void at(double share, String what);
}
