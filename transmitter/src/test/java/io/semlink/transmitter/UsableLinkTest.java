package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.chassis.ServiceException;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsableLinkTest {
  private static final Duration LIMIT = Duration.ofMillis(30);

  private static LinkState.Builder state(LinkModel model) {
    return LinkState.newBuilder().setModel(model).setCapacityBps(1e6);
  }

  @Test
  void usableRateIsTheBudget() {
    for (LinkModel model :
        new LinkModel[] {LinkModel.LINK_MODEL_CAPACITY, LinkModel.LINK_MODEL_SYMBOLS}) {
      LinkState known = state(model).setUsableRateBps(4e5).build();
      assertThat(UsableLink.of(known).budget(LIMIT).bits()).isEqualTo(12_000);
    }
  }

  @Test
  void capacityStandsInWhereAChannelTellsNoRate() {
    assertThat(UsableLink.of(LinkState.newBuilder().setCapacityBps(1e6).build()).rateBps())
        .isEqualTo(1e6);
    assertThat(UsableLink.of(state(LinkModel.LINK_MODEL_CAPACITY).build()).rateBps())
        .isEqualTo(1e6);
    assertThat(UsableLink.of(state(LinkModel.LINK_MODEL_SYMBOLS).build()).rateBps())
        .as("no modulation and code works at this SNR")
        .isEqualTo(1);
  }

  @Test
  void propagationDelayIsPartOfTheLimit() {
    UsableLink link = new UsableLink(1e6, Duration.ofMillis(20));
    assertThat(link.budget(LIMIT).bits()).isEqualTo(10_000);
    assertThatThrownBy(() -> link.budget(Duration.ofMillis(20)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("latency_limit")
        .hasMessageContaining("20.000 ms");
    ServiceException error = link.infeasible(new InfeasibleException(link.budget(LIMIT), 15_000));
    assertThat(error.metadata()).containsEntry("smallest_limit_ms", "35.000");
    assertThat(error).hasMessageContaining("at least 15.0 ms").hasMessageContaining("on top");
  }
}
