/**
 * Named links: configuration, live change, transmissions, figures.
 *
 * <p>A link's clock is virtual: it counts blocks and moves only when the link is used. A
 * transmission is given the next block when it is opened, so that the state its transmitter reads
 * is that of the very block it will begin in; if it outlasts the block it goes on into those that
 * follow. Transmissions of one link that overlap see the same gains and do not take each other's
 * capacity, as users of neighbouring bands of one width.
 */
@NullMarked
package io.semlink.channel.link;

import org.jspecify.annotations.NullMarked;
