/**
 * What an operator sees of a transmitter: a journal of the last transmissions, and the HTTP pages
 * that show it and act on the link. Knows nothing of how photos are coded.
 */
@NullMarked
package io.semlink.transmitter.console;

import org.jspecify.annotations.NullMarked;
