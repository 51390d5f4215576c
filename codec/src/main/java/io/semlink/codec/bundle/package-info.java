/** A verified set of trained models. */
@NullMarked
package io.semlink.codec.bundle;

import org.jspecify.annotations.NullMarked;
