package io.semlink.deploy.container;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs a Docker engine and the images. Where they are missing the test is skipped and says so on
 * standard error; with {@code -Dsemlink.containers=required} it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@ExtendWith({ContainersCondition.class, SharedLink.class})
@interface ContainerTest {}
