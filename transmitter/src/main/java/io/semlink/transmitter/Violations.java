package io.semlink.transmitter;

import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its sender learns of everything at once. */
final class Violations {
  private final List<FieldViolation> found = new ArrayList<>();

  /** Notes a wrong field unless the condition holds. */
  void check(boolean condition, String field, String description) {
    if (!condition) {
      found.add(new FieldViolation("options." + field, description));
    }
  }

  /**
   * Ends the check.
   *
   * @throws ServiceException INVALID_ARGUMENT if anything was noted
   */
  void raise() {
    if (!found.isEmpty()) {
      throw ServiceException.invalidArgument("INVALID_FIELD", found);
    }
  }
}
