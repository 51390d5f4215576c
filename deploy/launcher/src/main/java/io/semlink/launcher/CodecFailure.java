package io.semlink.launcher;

import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.PolicyException;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.image.ImageException;
import io.semlink.codec.importance.UnknownLabelException;
import java.util.Optional;

/** The codec's exceptions, apart from the others because the codec need not be installed. */
final class CodecFailure {
  private CodecFailure() {}

  /** What a process ends with after an exception of the codec; empty if it is not one. */
  static Optional<ExitCode> codeOf(Throwable thrown) {
    if (thrown instanceof DecodeException) {
      return Optional.of(ExitCode.DAMAGED);
    }
    if (thrown instanceof BundleException || thrown instanceof PolicyException) {
      return Optional.of(ExitCode.MODELS);
    }
    if (thrown instanceof InfeasibleException) {
      return Optional.of(ExitCode.INFEASIBLE);
    }
    if (thrown instanceof ImageException || thrown instanceof UnknownLabelException) {
      return Optional.of(ExitCode.INPUT);
    }
    return Optional.empty();
  }
}
