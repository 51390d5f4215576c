package io.semlink.codec.scheme;

import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyTable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Takes the row of a policy table that suits the link, or the next one below that really fits. */
final class PolicyWalk {
  private PolicyWalk() {}

  /**
   * Codes a photo.
   *
   * @param pixels pixels of the photo
   * @param coder codes it at a choice
   * @throws InfeasibleException if no row fits
   */
  static Chosen best(
      Control.Policy policy, long pixels, Function<OperatingChoice, CodedChoice> coder) {
    PolicyTable table = policy.table();
    long budget = policy.budget().bits();
    int suits = table.find(budget, pixels).orElse(0);
    long smallest = Long.MAX_VALUE;
    for (int row = suits; row >= 0; row--) {
      PolicyTable.Row taken = table.rows().get(row);
      if (row < suits && taken.choice().equals(table.rows().get(row + 1).choice())) {
        continue;
      }
      CodedChoice coded = coder.apply(taken.choice());
      if (coded.ledger().total() <= budget) {
        return new Chosen(
            coded, OptionalDouble.empty(), Optional.of(new PolicyUse(taken.snrDb(), suits - row)));
      }
      smallest = Math.min(smallest, coded.ledger().total());
    }
    throw new InfeasibleException(policy.budget(), smallest);
  }
}
