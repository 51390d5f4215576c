/**
 * How a message gets across the blocks of a link: the time line of the air, and the link models
 * that put segments on it.
 */
@NullMarked
package io.semlink.channel.air;

import org.jspecify.annotations.NullMarked;
