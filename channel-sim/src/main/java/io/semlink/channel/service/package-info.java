/**
 * The channel simulator's gRPC services over {@link io.semlink.channel.link}.
 *
 * <p>{@link io.semlink.channel.service.ChannelSimService} is the entrance.
 */
@NullMarked
package io.semlink.channel.service;

import org.jspecify.annotations.NullMarked;
