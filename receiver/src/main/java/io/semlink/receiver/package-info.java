/**
 * The receiver service: decodes what arrived of a photo, shows it, paints the rest and reports.
 *
 * <p>{@link io.semlink.receiver.ReceiverServer#wire} is the way in.
 */
@NullMarked
package io.semlink.receiver;

import org.jspecify.annotations.NullMarked;
