package io.semlink.channel.service;

import static java.util.Objects.requireNonNull;

import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything a channel simulator is started with.
 *
 * @param server where it listens and what bounds it keeps
 * @param receiver where deliveries go
 * @param links the links there are at the start, of different names; a link named {@code default}
 *     of default settings is added if it is not among them
 */
public record ChannelSimConfig(ServerConfig server, PeerConfig receiver, List<LinkConfig> links) {
  /**
   * Checks the links' names.
   *
   * @throws InvalidLinkException if two links share a name
   */
  public ChannelSimConfig {
    requireNonNull(server, "server");
    requireNonNull(receiver, "receiver");
    links = List.copyOf(links);
    Set<String> names = new HashSet<>();
    for (LinkConfig link : links) {
      if (!names.add(link.name())) {
        throw new InvalidLinkException("name", "'%s' is given twice".formatted(link.name()));
      }
    }
  }
}
