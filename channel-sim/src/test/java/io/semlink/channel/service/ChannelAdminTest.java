package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.FieldMask;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.v1.BlockSample;
import io.semlink.channel.v1.DeleteLinkRequest;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.GetPeersRequest;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.PeerState;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.SampleLinkRequest;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.channel.v1.WatchStateRequest;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.StateKnowledge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChannelAdminTest {
  private ServiceRuntime channel;
  private TestTransmitter client;

  @BeforeEach
  void start() throws Exception {
    channel =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", 9),
                List.of(LinkConfig.named("fading").withFading(new Rayleigh()).withSeed(3))));
    client = new TestTransmitter(channel.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    channel.close();
  }

  @Test
  void linksAreListedWithTheDefaultOne() {
    assertThat(client.admin().listLinks(ListLinksRequest.getDefaultInstance()).getLinksList())
        .extracting(link -> link.getConfig().getName())
        .containsExactly("default", "fading");
    assertThat(get("").getConfig().getName()).isEqualTo("default");
  }

  @Test
  void tellsHowTheReceiverIs() throws Exception {
    PeerState down = peerOnceChecked(client);
    assertThat(down.getName()).isEqualTo("receiver");
    assertThat(down.getTarget()).isEqualTo("127.0.0.1:9");
    assertThat(down.getUp()).isFalse();
    assertThat(down.getBreaker()).isEqualTo("CLOSED");
    assertThat(down.getDetail()).startsWith("UNAVAILABLE");

    try (TestReceiver receiver = new TestReceiver();
        ServiceRuntime other =
            ChannelSimService.wire(
                new ChannelSimConfig(
                    ServerConfig.loopback(),
                    PeerConfig.plaintext("receiver", "127.0.0.1", receiver.port()),
                    List.of()));
        TestTransmitter asking = new TestTransmitter(other.port())) {
      PeerState up = peerOnceChecked(asking);
      assertThat(up.getUp()).isTrue();
      assertThat(up.getDetail()).isEmpty();
    }
  }

  private static PeerState peerOnceChecked(TestTransmitter asking) {
    return await()
        .until(
            () -> asking.admin().getPeers(GetPeersRequest.getDefaultInstance()).getPeers(0),
            PeerState::hasCheckedAt);
  }

  @Test
  void settingsPresentAreTakenAndOthersKept() {
    UpdateLinkRequest.Builder update = update("fading");
    update.getConfigBuilder().setSnrDb(-3).getFadingBuilder().setRicianKDb(6);
    update.getConfigBuilder().getFadingBuilder().setModel(FadingModel.FADING_MODEL_RICIAN);

    Link link = client.admin().updateLink(update.build()).getLink();

    assertThat(link.getConfig().getSnrDb()).isEqualTo(-3);
    assertThat(link.getConfig().getFading().getModel()).isEqualTo(FadingModel.FADING_MODEL_RICIAN);
    assertThat(link.getConfig().getFading().getRicianKDb()).isEqualTo(6);
    assertThat(link.getConfig().getSeed()).isEqualTo(3);
    assertThat(link.getConfig().getBandwidthHz()).isEqualTo(1e6);
    assertThat(link.getConfig().getFading().getCoherenceTime())
        .isEqualTo(ProtoTimes.toProto(Duration.ofMillis(100)));
    assertThat(link).isEqualTo(get("fading"));
  }

  @Test
  void maskSaysWhichSettingsAreTaken() {
    UpdateLinkRequest.Builder update = update("fading");
    update.getConfigBuilder().setSnrDb(20).setBandwidthHz(5);
    update.setUpdateMask(
        FieldMask.newBuilder()
            .addPaths("snr_db")
            .addPaths("fading.coherence_time")
            .addPaths("seed"));

    Link link = client.admin().updateLink(update.build()).getLink();

    assertThat(link.getConfig().getSnrDb()).isEqualTo(20);
    assertThat(link.getConfig().getBandwidthHz()).isEqualTo(1e6);
    assertThat(link.getConfig().getSeed()).as("back to its default").isEqualTo(1);
    assertThat(link.getConfig().getFading().getModel())
        .isEqualTo(FadingModel.FADING_MODEL_RAYLEIGH);
  }

  @Test
  void everyKnowledgeAndLawCanBeSetAndIsTold() {
    UpdateLinkRequest.Builder update = update("fading");
    update.getConfigBuilder().getFadingBuilder().setModel(FadingModel.FADING_MODEL_NAKAGAMI);
    update.getConfigBuilder().getFadingBuilder().setNakagamiM(2);
    update.getConfigBuilder().setPaced(true);
    update
        .getConfigBuilder()
        .getStateInformationBuilder()
        .setKnowledge(StateKnowledge.STATE_KNOWLEDGE_DELAYED)
        .setDelayBlocks(3);
    Link link = client.admin().updateLink(update.build()).getLink();
    assertThat(link.getConfig().getPaced()).isTrue();
    assertThat(link.getKnownState().getAge()).isEqualTo(ProtoTimes.toProto(Duration.ofMillis(300)));
    assertThat(link.getKnownState().getPowerGain())
        .isNotEqualTo(link.getTrueState().getPowerGain());
    assertThat(link.getConfig().getStateInformation())
        .isEqualTo(update.getConfig().getStateInformation());

    update
        .getConfigBuilder()
        .getStateInformationBuilder()
        .clear()
        .setKnowledge(StateKnowledge.STATE_KNOWLEDGE_NOISY)
        .setErrorStddevDb(2);
    link = client.admin().updateLink(update.build()).getLink();
    assertThat(link.getConfig().getStateInformation().getErrorStddevDb()).isEqualTo(2);

    update
        .getConfigBuilder()
        .getStateInformationBuilder()
        .clear()
        .setKnowledge(StateKnowledge.STATE_KNOWLEDGE_ABSENT);
    link = client.admin().updateLink(update.build()).getLink();
    assertThat(link.getKnownState().getPowerGain()).isOne();
  }

  @Test
  void badSettingsAreRefusedByField() {
    refused("snr_db", builder -> builder.getConfigBuilder().setSnrDb(1000));
    refused("bandwidth_hz", builder -> builder.getConfigBuilder().setBandwidthHz(-1));
    refused("model", builder -> builder.getConfigBuilder().setModelValue(9));
    refused(
        "symbols",
        builder ->
            builder
                .getConfigBuilder()
                .setModel(LinkModel.LINK_MODEL_SYMBOLS)
                .getSymbolsBuilder()
                .setBitsPerSymbol(5));
    refused(
        "symbols", builder -> builder.getConfigBuilder().getSymbolsBuilder().setBitsPerSymbol(2));
    refused(
        "fading.doppler_hz",
        builder ->
            builder.getConfigBuilder().getFadingBuilder().setModel(FadingModel.FADING_MODEL_JAKES));
    refused(
        "fading.rician_k_db",
        builder ->
            builder
                .getConfigBuilder()
                .getFadingBuilder()
                .setModel(FadingModel.FADING_MODEL_RICIAN));
    refused(
        "fading.nakagami_m",
        builder ->
            builder
                .getConfigBuilder()
                .getFadingBuilder()
                .setModel(FadingModel.FADING_MODEL_NAKAGAMI)
                .setNakagamiM(0.1));
    refused(
        "fading.coherence_time",
        builder ->
            builder.getConfigBuilder().getFadingBuilder().getCoherenceTimeBuilder().setSeconds(-1));
    refused("update_mask", builder -> builder.getUpdateMaskBuilder().addPaths("fading.speed"));
    assertThat(get("fading").getConfig().getSnrDb()).isEqualTo(10);
  }

  @Test
  void linksAreMadeAndTakenAway() {
    UpdateLinkRequest.Builder update = update("indoor");
    update.getConfigBuilder().setSnrDb(7);
    assertStatus(Status.Code.NOT_FOUND, () -> client.admin().updateLink(update.build()));

    Link link = client.admin().updateLink(update.setAllowMissing(true).build()).getLink();

    assertThat(link.getConfig().getSnrDb()).isEqualTo(7);
    client.admin().deleteLink(DeleteLinkRequest.newBuilder().setName("indoor").build());
    assertStatus(Status.Code.NOT_FOUND, () -> get("indoor"));
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        () -> client.admin().deleteLink(DeleteLinkRequest.newBuilder().setName("default").build()));
  }

  @Test
  void resetRewindsAndMayTakeANewSeed() throws Exception {
    LinkState first = state("fading");
    client
        .relay(
            TestTransmitter.header("fading", Duration.ofMillis(20)).toBuilder()
                .setAccountOnly(true)
                .build())
        .sendAll(10)
        .await();
    assertThat(state("fading").getBlockIndex()).isEqualTo(1);

    client.admin().resetLink(ResetLinkRequest.newBuilder().setName("fading").build());
    assertThat(state("fading")).isEqualTo(first);
    assertThat(get("fading").getFigures().getTransmissions()).isZero();

    client.admin().resetLink(ResetLinkRequest.newBuilder().setName("fading").setSeed(4).build());
    assertThat(state("fading").getSeed()).isEqualTo(4);
    assertThat(state("fading").getPowerGain()).isNotEqualTo(first.getPowerGain());
  }

  @Test
  void samplesAreTheBlocksThatWillBeUsed() {
    List<BlockSample> samples = new ArrayList<>();
    client
        .admin()
        .sampleLink(SampleLinkRequest.newBuilder().setName("fading").setBlockCount(2500).build())
        .forEachRemaining(response -> samples.addAll(response.getSamplesList()));

    assertThat(samples).hasSize(2500);
    assertThat(samples.get(0).getPowerGain()).isEqualTo(state("fading").getPowerGain());
    assertThat(samples.get(0).getCapacityBps()).isEqualTo(state("fading").getCapacityBps());
    assertThat(samples.get(2499).getBlockIndex()).isEqualTo(2499);
    assertThat(samples.get(2499).getPowerGain())
        .isEqualTo(new Rayleigh().process(3, Duration.ofMillis(100)).gain(2499));
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        () -> client.admin().sampleLink(SampleLinkRequest.getDefaultInstance()).hasNext());
  }

  @Test
  void watcherSeesEveryKindOfChangeAndTheEndOfTheLink() {
    UpdateLinkRequest.Builder made = update("watched").setAllowMissing(true);
    client.admin().updateLink(made.build());
    Iterator<WatchStateResponse> states =
        client.blocking().watchState(WatchStateRequest.newBuilder().setLinkName("watched").build());
    assertThat(states.next().getState().getSnrDb()).isEqualTo(10);

    made.getConfigBuilder().setSnrDb(4);
    client.admin().updateLink(made.build());
    assertThat(states.next().getState().getSnrDb()).isEqualTo(4);

    client.relay(
        TestTransmitter.header("watched", Duration.ofMillis(20)).toBuilder()
            .setAccountOnly(true)
            .build());
    assertThat(states.next().getState().getBlockIndex()).isEqualTo(1);

    client.admin().deleteLink(DeleteLinkRequest.newBuilder().setName("watched").build());
    assertStatus(Status.Code.NOT_FOUND, states::hasNext);
  }

  @Test
  void watcherWithAnIntervalSkipsStatesButGetsTheLast() throws Exception {
    List<Double> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> first = new CompletableFuture<>();
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(
        () ->
            client
                .async()
                .watchState(
                    WatchStateRequest.newBuilder()
                        .setMinInterval(ProtoTimes.toProto(Duration.ofMillis(300)))
                        .build(),
                    new StreamObserver<>() {
                      @Override
                      public void onNext(WatchStateResponse response) {
                        seen.add(response.getState().getSnrDb());
                        first.complete(null);
                      }

                      @Override
                      public void onError(Throwable error) {}

                      @Override
                      public void onCompleted() {}
                    }));
    first.get(10, TimeUnit.SECONDS);

    for (int i = 0; i < 20; i++) {
      UpdateLinkRequest.Builder update = update("default");
      update.getConfigBuilder().setSnrDb(i);
      client.admin().updateLink(update.build());
    }

    await().until(() -> seen.get(seen.size() - 1) == 19.0);
    assertThat(seen).hasSizeLessThan(10);
    context.cancel(null);
  }

  @Test
  void unknownLinkIsNotFoundEverywhere() {
    assertStatus(Status.Code.NOT_FOUND, () -> get("moon"));
    assertStatus(Status.Code.NOT_FOUND, () -> state("moon"));
    assertStatus(
        Status.Code.NOT_FOUND,
        () ->
            client
                .blocking()
                .watchState(WatchStateRequest.newBuilder().setLinkName("moon").build())
                .hasNext());
  }

  private void refused(
      String field, java.util.function.Consumer<UpdateLinkRequest.Builder> change) {
    UpdateLinkRequest.Builder update = update("fading");
    change.accept(update);
    assertThatThrownBy(() -> client.admin().updateLink(update.build()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT: " + field);
  }

  private static void assertStatus(Status.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }

  private Link get(String name) {
    return client.admin().getLink(GetLinkRequest.newBuilder().setName(name).build()).getLink();
  }

  private LinkState state(String name) {
    return client
        .blocking()
        .getLinkState(GetLinkStateRequest.newBuilder().setLinkName(name).build())
        .getState();
  }

  private static UpdateLinkRequest.Builder update(String name) {
    UpdateLinkRequest.Builder builder = UpdateLinkRequest.newBuilder();
    builder.getConfigBuilder().setName(name);
    return builder;
  }
}
