/** Trained networks behind a small interface. */
@NullMarked
package io.semlink.codec.network;

import org.jspecify.annotations.NullMarked;
