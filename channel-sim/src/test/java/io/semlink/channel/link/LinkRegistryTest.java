package io.semlink.channel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkRegistryTest {
  private final LinkRegistry registry =
      new LinkRegistry(
          List.of(LinkConfig.named("pedestrian"), LinkConfig.named("lab")), Clock.systemUTC());

  @Test
  void defaultLinkIsAlwaysThere() {
    assertThat(registry.link("").name()).isEqualTo("default");
    assertThat(registry.links())
        .extracting(Link::name)
        .containsExactly("default", "lab", "pedestrian");
    assertThatThrownBy(() -> registry.remove("default")).isInstanceOf(InvalidLinkException.class);
  }

  @Test
  void unknownLinkIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> registry.link("moon"))
        .isInstanceOf(UnknownLinkException.class)
        .hasMessage("no link is named 'moon'; there are: default, lab, pedestrian");
  }

  @Test
  void linksAreMadeChangedAndTakenAway() {
    Link made = registry.updateOrAdd("deep-fade", config -> config.withSnrDb(-3));
    Link changed = registry.updateOrAdd("deep-fade", config -> config.withBandwidthHz(5e5));

    assertThat(changed).isSameAs(made);
    assertThat(made.snapshot().config())
        .isEqualTo(LinkConfig.named("deep-fade").withSnrDb(-3).withBandwidthHz(5e5));

    registry.remove("deep-fade");
    assertThatThrownBy(() -> registry.link("deep-fade")).isInstanceOf(UnknownLinkException.class);
  }

  @Test
  void namesAreUniqueAndTheirNumberIsBounded() {
    LinkConfig lab = LinkConfig.named("lab");
    assertThatThrownBy(() -> new LinkRegistry(List.of(lab, lab), Clock.systemUTC()))
        .isInstanceOf(InvalidLinkException.class)
        .hasMessageContaining("twice");

    for (int i = registry.links().size(); i < LinkRegistry.MAX_LINKS; i++) {
      registry.updateOrAdd("link-" + i, config -> config);
    }
    assertThatThrownBy(() -> registry.updateOrAdd("one-too-many", config -> config))
        .isInstanceOf(InvalidLinkException.class);
  }
}
