package io.semlink.channel.link;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The links of one simulator by name. */
public final class LinkRegistry {
  /** The link meant when none is named. It is always there. */
  public static final String DEFAULT_LINK = "default";

  /** Links a simulator can have: each is a label of its metrics. */
  public static final int MAX_LINKS = 256;

  private final ConcurrentSkipListMap<String, Link> links = new ConcurrentSkipListMap<>();
  private final Clock clock;

  /**
   * Creates the links, and one of default settings named {@link #DEFAULT_LINK} if it is not among
   * them.
   *
   * @param configs configurations of different names
   * @param clock tells when links were changed
   * @throws InvalidLinkException if two share a name or there are too many
   */
  public LinkRegistry(List<LinkConfig> configs, Clock clock) {
    this.clock = clock;
    for (LinkConfig config : configs) {
      if (links.containsKey(config.name())) {
        throw new InvalidLinkException("name", "'%s' is given twice".formatted(config.name()));
      }
      add(config);
    }
    if (!links.containsKey(DEFAULT_LINK)) {
      add(LinkConfig.named(DEFAULT_LINK));
    }
  }

  /**
   * Returns a link.
   *
   * @param name its name; empty for the default link
   * @return the link
   * @throws UnknownLinkException if there is none of that name; the message lists those there are
   */
  public Link link(String name) {
    return find(name).orElseThrow(() -> new UnknownLinkException(name, links.keySet()));
  }

  /**
   * Looks for a link.
   *
   * @param name its name; empty for the default link
   * @return the link, if there is one of that name
   */
  public Optional<Link> find(String name) {
    return Optional.ofNullable(links.get(orDefault(name)));
  }

  /**
   * Returns all links.
   *
   * @return the links in order of name
   */
  public Collection<Link> links() {
    return links.values();
  }

  /**
   * Changes a link or makes it.
   *
   * @param name its name; empty for the default link
   * @param change makes the new configuration from the present one, or from {@link
   *     LinkConfig#named} for a new link
   * @return the link
   * @throws InvalidLinkException if the configuration is not valid or there are too many links
   */
  public synchronized Link updateOrAdd(String name, UnaryOperator<LinkConfig> change) {
    Link link = links.get(orDefault(name));
    if (link == null) {
      return add(change.apply(LinkConfig.named(name)));
    }
    link.update(change);
    return link;
  }

  /**
   * Takes a link away. Transmissions under way go on to their end.
   *
   * @param name its name
   * @throws UnknownLinkException if there is none of that name
   * @throws InvalidLinkException if it is the default link
   */
  public synchronized void remove(String name) {
    Link link = link(name);
    if (link.name().equals(DEFAULT_LINK)) {
      throw new InvalidLinkException("name", "'default' is always there and cannot be deleted");
    }
    links.remove(link.name());
    link.removed();
  }

  private Link add(LinkConfig config) {
    if (links.size() >= MAX_LINKS) {
      throw new InvalidLinkException(
          "name",
          "'%s' would be link %d of %d".formatted(config.name(), links.size() + 1, MAX_LINKS));
    }
    Link link = new Link(config, clock);
    links.put(link.name(), link);
    return link;
  }

  private static String orDefault(String name) {
    return name.isEmpty() ? DEFAULT_LINK : name;
  }
}
