/** Links of a channel simulator: in words, as tables, as recordings. */
@NullMarked
package io.semlink.launcher.link;

import org.jspecify.annotations.NullMarked;
