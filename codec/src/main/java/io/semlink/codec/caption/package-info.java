/** Captions and their coding. */
@NullMarked
package io.semlink.codec.caption;

import org.jspecify.annotations.NullMarked;
