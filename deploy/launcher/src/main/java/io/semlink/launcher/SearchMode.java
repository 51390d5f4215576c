package io.semlink.launcher;

import io.semlink.link.v1.ControlMode;
import java.util.Locale;

/** How operating point and threshold are found where they are not given. */
enum SearchMode {
  /** Searched for the photo. */
  EXACT,
  /** Looked up in a policy table. */
  POLICY;

  ControlMode mode() {
    return this == EXACT ? ControlMode.CONTROL_MODE_EXACT : ControlMode.CONTROL_MODE_POLICY;
  }

  /** The name as the flag has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
