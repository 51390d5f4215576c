package io.semlink.deploy.container;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether tests of containers can run. */
final class ContainersCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing = Images.get().missing();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("images with tag " + Images.get().tag());
    }
    if (System.getProperty("semlink.containers", "").equals("required")) {
      throw new IllegalStateException("container tests are required, but " + missing.get());
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.println(
          "SKIPPED " + context.getDisplayName() + ", a test of containers: " + missing.get());
    }
    return ConditionEvaluationResult.disabled(missing.get());
  }
}
