/** The three services in one JVM, on a network that misbehaves on purpose. */
@NullMarked
package io.semlink.deploy.fault;

import org.jspecify.annotations.NullMarked;
