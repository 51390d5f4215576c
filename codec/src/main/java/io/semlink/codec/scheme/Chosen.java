package io.semlink.codec.scheme;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A coding with how it was come by.
 *
 * @param estimatedMaskPsnrDb PSNR of the kept cells that was expected, in dB
 * @param policy row of the policy table
 */
record Chosen(CodedChoice coded, OptionalDouble estimatedMaskPsnrDb, Optional<PolicyUse> policy) {
  static Chosen given(CodedChoice coded) {
    return new Chosen(coded, OptionalDouble.empty(), Optional.empty());
  }
}
