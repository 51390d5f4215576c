package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.air.AnalogModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.RandomStreams;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentFate;
import io.semlink.link.v1.SymbolBlock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SymbolRelayTest {
  private static final Duration LIMIT = Duration.ofMillis(60);

  private ServiceRuntime channel;
  private TestReceiver receiver;
  private TestTransmitter transmitter;

  @BeforeEach
  void start() throws Exception {
    receiver = new TestReceiver();
    LinkConfig symbols =
        LinkConfig.named("symbols").withSnrDb(12).withModel(SymbolsModel.DEFAULT).withSeed(5);
    channel =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", receiver.port()),
                List.of(
                    symbols,
                    // 16-QAM at rate 0.6 needs some 9 dB: at 6 dB no first try gets through.
                    coded("harq", 20, 4, 6),
                    // 256-QAM at rate 0.93 needs more than 25 dB: a second round does not help.
                    coded("hopeless", 38, 2, 3),
                    LinkConfig.named("street")
                        .withSnrDb(14)
                        .withModel(SymbolsModel.DEFAULT)
                        .withCoherenceTime(Duration.ofMillis(1))
                        .withFading(new CorrelatedRayleigh(40)),
                    LinkConfig.named("analog").withSnrDb(10).withModel(new AnalogModel()))));
    transmitter = new TestTransmitter(channel.port());
  }

  @AfterEach
  void stop() throws Exception {
    transmitter.close();
    channel.close();
    receiver.close();
  }

  @Test
  void bytesArriveAsSentAndTheAccountSaysHow() throws Exception {
    List<RelayResponse> responses =
        transmitter.relay(TestTransmitter.header("symbols", LIMIT)).sendAll(100, 3000, 900).await();

    TestReceiver.Reception reception = receiver.take();
    byte[] arrived = reception.container.toByteArray();
    assertThat(arrived).hasSize(4000);
    assertThat(arrived[99]).isZero();
    assertThat(arrived[100]).isEqualTo((byte) 1);
    assertThat(arrived[3100]).isEqualTo((byte) 2);
    Delivery delivery = completed(responses).getDelivery();
    CodingAccount coding = delivery.getCoding();
    // Capacity at 12 dB is 4.07 bit/s/Hz; codes of these lengths keep some 2 dB away from it.
    assertThat(coding.getBitsPerSymbol() * coding.getCodeRate()).isBetween(2.7, 4.07);
    assertThat(coding.getTransportBlocks()).isEqualTo(5);
    assertThat(coding.getResidualErrors()).isZero();
    assertThat(delivery.getOutage()).isFalse();
    assertThat(delivery.getChannelUses())
        .isEqualTo(delivery.getSegmentsList().stream().mapToLong(s -> s.getChannelUses()).sum());
    double usableBps = responses.get(0).getOpened().getKnownState().getUsableRateBps();
    assertThat(usableBps).isLessThan(responses.get(0).getOpened().getKnownState().getCapacityBps());
    // Short segments are coded less well than the blocks by which the usable rate is reckoned.
    assertThat(delivery.getDeliveredBits() / (delivery.getChannelUses() / 1e6))
        .isGreaterThan(0.7 * usableBps);
  }

  @Test
  void errorsAreRepairedByFurtherRounds() throws Exception {
    Delivery delivery =
        completed(
                transmitter
                    .relay(TestTransmitter.header("harq", LIMIT))
                    .sendAll(1000, 1000)
                    .await())
            .getDelivery();

    assertThat(delivery.getOutage()).isFalse();
    assertThat(delivery.getCoding().getFirstTryErrors()).isPositive();
    assertThat(delivery.getCoding().getRetransmissions()).isPositive();
    assertThat(delivery.getCoding().getRounds()).isGreaterThan(1);
    assertThat(delivery.getCoding().getResidualErrors()).isZero();
    assertThat(ProtoTimes.fromProto(delivery.getCoding().getWaitingTime())).isPositive();
    assertThat(receiver.take().container.size()).isEqualTo(2000);
  }

  @Test
  void errorsThatStayAreReportedAndNothingWrongIsHandedOn() throws Exception {
    Delivery delivery =
        completed(
                transmitter
                    .relay(TestTransmitter.header("hopeless", LIMIT))
                    .sendAll(500, 500)
                    .await())
            .getDelivery();

    assertThat(delivery.getOutage()).isTrue();
    assertThat(delivery.getCoding().getResidualErrors()).isEqualTo(1);
    assertThat(delivery.getSegments(0).getFate()).isEqualTo(SegmentFate.SEGMENT_FATE_LOST);
    assertThat(delivery.getSegments(1).getFate()).isEqualTo(SegmentFate.SEGMENT_FATE_LOST);
    assertThat(receiver.take().container.size()).isZero();
  }

  @Test
  void resetRepeatsEveryError() throws Exception {
    List<RelayResponse> first = street();
    transmitter.admin().resetLink(ResetLinkRequest.newBuilder().setName("street").build());

    assertThat(street()).isEqualTo(first);
  }

  @Test
  void analogueSymbolsArriveWithTheNoiseOfTheLink() throws Exception {
    int count = 4000;
    SymbolBlock.Builder sent = SymbolBlock.newBuilder();
    UniformRandomProvider random = RandomStreams.open(1, 1);
    for (int i = 0; i < count; i++) {
      sent.addInPhase((float) random.nextDouble(-3, 3))
          .addQuadrature((float) random.nextDouble(-3, 3));
    }
    TestTransmitter.Call call =
        transmitter.relay(TestTransmitter.header("analog", Duration.ofMillis(3)));
    call.segment(Segment.newBuilder().setKind("joint").setSymbols(sent)).finish();
    Delivery delivery = completed(call.await()).getDelivery();

    SymbolBlock received = receiver.take().symbols.get(0).getSymbols();
    // One symbol a microsecond: 3000 of 4000 are on time.
    assertThat(delivery.getSegments(0).getSentSymbols()).isEqualTo(count);
    assertThat(delivery.getSegments(0).getDeliveredSymbols()).isEqualTo(3000);
    assertThat(delivery.getChannelUses()).isEqualTo(3000);
    assertThat(received.getInPhaseCount()).isEqualTo(3000);
    double error = 0;
    double power = 0;
    for (int i = 0; i < 3000; i++) {
      double re = received.getInPhase(i) * received.getScale() - sent.getInPhase(i);
      double im = received.getQuadrature(i) * received.getScale() - sent.getQuadrature(i);
      error += re * re + im * im;
    }
    for (int i = 0; i < count; i++) {
      power += Math.pow(sent.getInPhase(i), 2) + Math.pow(sent.getQuadrature(i), 2);
    }
    // Relative standard deviation 1/sqrt(3000): five of them, false alarms below 1e-6.
    assertThat(error / 3000 / (power / count)).isCloseTo(0.1, within(0.1 * 5 / Math.sqrt(3000)));
  }

  @Test
  void bytesOnAnAnalogueLinkAreRefused() throws Exception {
    TestTransmitter.Call call =
        transmitter.relay(TestTransmitter.header("analog", LIMIT)).sendAll(10);

    assertThatThrownBy(call::await)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("segment.symbols");
  }

  @Test
  void symbolsThatAreNoNumbersAreRefused() throws Exception {
    TestTransmitter.Call call = transmitter.relay(TestTransmitter.header("analog", LIMIT));
    call.segment(
        Segment.newBuilder()
            .setSymbols(SymbolBlock.newBuilder().addInPhase(Float.NaN).addQuadrature(0)));

    assertThatThrownBy(call::await)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("segment.symbols.in_phase");
  }

  private List<RelayResponse> street() throws Exception {
    RelayHeader header =
        TestTransmitter.header("street", LIMIT).toBuilder().setAccountOnly(true).build();
    return transmitter.relay(header).sendAll(2000, 2000, 2000, 2000).await().stream()
        .map(
            response -> {
              RelayResponse.Builder builder = response.toBuilder();
              if (response.hasCompleted()) {
                builder.getCompletedBuilder().clearRelayTime();
              }
              return builder.build();
            })
        .toList();
  }

  private static LinkConfig coded(String name, int index, int rounds, double snrDb) {
    return LinkConfig.named(name)
        .withSnrDb(snrDb)
        .withModel(
            new SymbolsModel(8, 0.01, rounds, Duration.ofMillis(1), 20, OptionalInt.of(index)));
  }

  private static RelayCompleted completed(List<RelayResponse> responses) {
    return responses.stream()
        .filter(RelayResponse::hasCompleted)
        .findFirst()
        .orElseThrow()
        .getCompleted();
  }
}
