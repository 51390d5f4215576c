/**
 * How one of our services lives: configuration, gRPC server and client, errors, metrics, admin
 * HTTP, start and stop. Knows nothing of images or links.
 *
 * <p>{@link io.semlink.chassis.ServiceRuntime} is the entrance.
 */
@NullMarked
package io.semlink.chassis;

import org.jspecify.annotations.NullMarked;
