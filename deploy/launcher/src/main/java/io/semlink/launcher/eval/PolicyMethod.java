package io.semlink.launcher.eval;

import io.semlink.codec.control.ExactPolicy;
import io.semlink.codec.control.PolicySearch;
import io.semlink.codec.control.ZeroOrder;
import java.util.Locale;

/** Ways to find the rows of a policy table. */
public enum PolicyMethod {
  /** Bisection on the expected rate. */
  EXACT,
  /** Algorithm 1 of the paper. */
  ZERO_ORDER;

  PolicySearch search(long seed) {
    return this == EXACT ? new ExactPolicy() : new ZeroOrder(ZeroOrder.Parameters.DEFAULT, seed);
  }

  PolicyMethod other() {
    return this == EXACT ? ZERO_ORDER : EXACT;
  }

  /** The name as flags and tables have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
