/** Photos: reading, writing, resampling. */
@NullMarked
package io.semlink.codec.image;

import org.jspecify.annotations.NullMarked;
