/** Choosing the operating point and the filtering threshold under a latency limit. */
@NullMarked
package io.semlink.codec.control;

import org.jspecify.annotations.NullMarked;
