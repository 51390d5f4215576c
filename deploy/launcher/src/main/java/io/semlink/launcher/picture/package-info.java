/**
 * The overview picture of a run: photographs side by side, key figures, where bits and time went.
 */
@NullMarked
package io.semlink.launcher.picture;

import org.jspecify.annotations.NullMarked;
