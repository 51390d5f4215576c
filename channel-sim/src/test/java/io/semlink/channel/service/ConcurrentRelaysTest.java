package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Sharing;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.LinkFigures;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many relays at once, and the same ones twice. */
@Timeout(120)
final class ConcurrentRelaysTest {
  private static final Duration LIMIT = Duration.ofMillis(20);

  @Test
  void everyRelayEndsAndAccountsAddUp() throws Exception {
    try (TestReceiver receiver = new TestReceiver();
        ServiceRuntime channel = channel(receiver);
        TestTransmitter transmitter = new TestTransmitter(channel.port())) {
      List<TestTransmitter.Call> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(transmitter.relay(TestTransmitter.header("fading", LIMIT)));
      }
      calls.forEach(call -> call.sendAll(700, 1400, 2100, 2800));

      long sent = 0;
      long arrived = 0;
      long outages = 0;
      for (TestTransmitter.Call call : calls) {
        Delivery delivery = delivery(call.await());
        sent += delivery.getSentBits();
        arrived += delivery.getDeliveredBits();
        outages += delivery.getOutage() ? 1 : 0;
      }

      LinkFigures figures =
          transmitter
              .admin()
              .getLink(GetLinkRequest.newBuilder().setName("fading").build())
              .getLink()
              .getFigures();
      assertThat(sent).isEqualTo(60L * 7000 * 8);
      assertThat(figures.getTransmissions()).isEqualTo(60);
      assertThat(figures.getSentBits()).isEqualTo(sent);
      assertThat(figures.getDeliveredBits()).isEqualTo(arrived);
      assertThat(figures.getOutages()).isEqualTo(outages).isBetween(1L, 59L);
    }
  }

  @Test
  void runIsRepeatedAfterAReset() throws Exception {
    try (TestReceiver receiver = new TestReceiver();
        ServiceRuntime channel = channel(receiver);
        TestTransmitter transmitter = new TestTransmitter(channel.port())) {
      List<Delivery> first = run(transmitter);
      transmitter.admin().resetLink(ResetLinkRequest.newBuilder().setName("fading").build());

      assertThat(run(transmitter)).isEqualTo(first);
    }
  }

  @Test
  void relaysOfASharedLinkTakeTurnsAndWhoIsCancelledHoldsNobodyUp() throws Exception {
    try (TestReceiver receiver = new TestReceiver();
        ServiceRuntime channel = channel(receiver);
        TestTransmitter transmitter = new TestTransmitter(channel.port())) {
      TestTransmitter.Call cancelled =
          transmitter.relay(TestTransmitter.header("shared", LIMIT)).segment(500);
      List<TestTransmitter.Call> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        calls.add(transmitter.relay(TestTransmitter.header("shared", Duration.ofSeconds(1))));
      }
      calls.forEach(call -> call.sendAll(500, 500, 500, 500));
      cancelled.cancel();

      long queueingNanos = 0;
      for (TestTransmitter.Call call : calls) {
        Delivery delivery = delivery(call.await());
        assertThat(delivery.getOutage()).isFalse();
        assertThat(delivery.getDeliveredSegments()).isEqualTo(4);
        queueingNanos += ProtoTimes.fromProto(delivery.getQueueingTime()).toNanos();
      }
      // Each segment takes 4 ms at 0 dB and 1 MHz; the first of all need not wait.
      assertThat(queueingNanos).isGreaterThan(11 * 4_000_000L);
    }
  }

  private static List<Delivery> run(TestTransmitter transmitter) throws Exception {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      deliveries.add(
          delivery(
              transmitter
                  .relay(TestTransmitter.header("fading", LIMIT))
                  .sendAll(700, 1400, 2100, 2800)
                  .await()));
    }
    return deliveries;
  }

  private static Delivery delivery(List<RelayResponse> responses) {
    return responses.stream()
        .filter(RelayResponse::hasCompleted)
        .findFirst()
        .orElseThrow()
        .getCompleted()
        .getDelivery();
  }

  private static ServiceRuntime channel(TestReceiver receiver) throws Exception {
    return ChannelSimService.wire(
        new ChannelSimConfig(
            ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
            PeerConfig.plaintext("receiver", "127.0.0.1", receiver.port()),
            List.of(
                LinkConfig.named("fading")
                    .withFading(new Rayleigh())
                    .withCoherenceTime(Duration.ofMillis(7))
                    .withSeed(11),
                LinkConfig.named("shared").withSnrDb(0).withSharing(Sharing.FAIR))));
  }
}
