/** Helpers of the tests. */
@NullMarked
package io.semlink.codec.testing;

import org.jspecify.annotations.NullMarked;
