/** Keep masks and their coding. */
@NullMarked
package io.semlink.codec.mask;

import org.jspecify.annotations.NullMarked;
