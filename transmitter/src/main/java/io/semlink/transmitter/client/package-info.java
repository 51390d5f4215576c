/** A client of the transmitter for Java programs; depends on the contracts alone. */
@NullMarked
package io.semlink.transmitter.client;

import org.jspecify.annotations.NullMarked;
