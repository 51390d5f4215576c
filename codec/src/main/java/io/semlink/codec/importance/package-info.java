/** Which cells of a photo carry its meaning. */
@NullMarked
package io.semlink.codec.importance;

import org.jspecify.annotations.NullMarked;
