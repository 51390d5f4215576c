/**
 * The transmitter service: reads a photo, decides what of it carries its meaning, codes that and
 * sends it over the channel, then reports what became of it.
 */
@NullMarked
package io.semlink.transmitter;

import org.jspecify.annotations.NullMarked;
