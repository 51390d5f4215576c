/** A client of the transmitter for Java programs; depends on the contracts alone. */
@NullMarked
package io.semlink.client;

import org.jspecify.annotations.NullMarked;
