package io.semlink.deploy.container;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one running link that all share; whoever disturbs it leaves it working. */
final class SharedLink implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LinkContainers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The store closes it at the end of the test run.
    return context
        .getRoot()
        .getStore(Namespace.create(SharedLink.class))
        .computeIfAbsent(
            LinkContainers.class, key -> new LinkContainers.Plan().start(), LinkContainers.class);
  }
}
