package io.semlink.launcher.eval;

/** Seconds that the parts of making a policy table took. */
final class PolicyTimes {
  private long since = System.nanoTime();
  private double measuring;
  private double searching;
  private double searchingOther;
  private double verifying;

  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - since) * 1e-9;
    since = now;
    return seconds;
  }

  void measured() {
    measuring = lap();
  }

  void searched() {
    searching = lap();
  }

  void searchedOther() {
    searchingOther = lap();
  }

  void verified() {
    verifying = lap();
  }

  double measuring() {
    return measuring;
  }

  double searching() {
    return searching;
  }

  double searchingOther() {
    return searchingOther;
  }

  double verifying() {
    return verifying;
  }
}
