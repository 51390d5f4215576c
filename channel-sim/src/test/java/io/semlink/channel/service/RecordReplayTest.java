package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.RecordLinkRequest;
import io.semlink.channel.v1.RecordLinkResponse;
import io.semlink.channel.v1.RecordedBlock;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.channel.v1.ReplayBlocks;
import io.semlink.channel.v1.ReplayHeader;
import io.semlink.channel.v1.ReplayLinkRequest;
import io.semlink.channel.v1.ReplayLinkResponse;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RecordReplayTest {
  private static final int RUNS = 20;

  private ServiceRuntime channel;
  private TestTransmitter client;

  @BeforeEach
  void start() throws Exception {
    channel =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", 9),
                List.of(street("street"), street("symbols").withModel(SymbolsModel.DEFAULT))));
    client = new TestTransmitter(channel.port());
  }

  private static LinkConfig street(String name) {
    return LinkConfig.named(name)
        .withSnrDb(3)
        .withCoherenceTime(Duration.ofMillis(5))
        .withFading(new Shadowed(new CorrelatedRayleigh(30), 4, Duration.ofSeconds(1)))
        .withStateInformation(new StateInformation.Delayed(3))
        .withSeed(11);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    channel.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"street", "symbols"})
  void replayedRunHasTheSameStatesCutsAndErrorsOnAnotherLink(String link) throws Exception {
    Iterator<RecordLinkResponse> recorder = record(link, 0);
    io.semlink.channel.v1.LinkConfig settings = recorder.next().getConfig();

    List<List<RelayResponse>> first = run(link);
    assertThat(first.toString()).contains("SEGMENT_FATE_LOST");
    client.admin().resetLink(ResetLinkRequest.newBuilder().setName(link).build());
    List<RecordedBlock> blocks = new ArrayList<>();
    recorder.forEachRemaining(response -> blocks.addAll(response.getBlocksList()));

    ReplayLinkResponse replayed =
        replay(ReplayHeader.newBuilder().setName("copy").setConfig(settings), blocks);
    assertThat(replayed.getBlockCount()).isEqualTo(blocks.size());
    assertThat(replayed.getLink().getConfig().getRecording().getBlockCount())
        .isEqualTo(blocks.size());
    assertThat(renamed(run("copy"))).isEqualTo(renamed(first));

    client.admin().resetLink(ResetLinkRequest.newBuilder().setName("copy").build());
    assertThat(renamed(run("copy"))).isEqualTo(renamed(first));
  }

  @Test
  void recordingKeepsChangesMadeMeanwhileAndEndsWhenEnough() throws Exception {
    Iterator<RecordLinkResponse> recorder = record("street", 6);
    recorder.next();
    transmit("street", 100);
    UpdateLinkRequest.Builder update = UpdateLinkRequest.newBuilder();
    update.getConfigBuilder().setName("street").setSnrDb(-7).setBandwidthHz(2e6);
    client.admin().updateLink(update.build());
    for (int i = 0; i < 5; i++) {
      transmit("street", 100);
    }

    List<RecordedBlock> blocks = new ArrayList<>();
    recorder.forEachRemaining(response -> blocks.addAll(response.getBlocksList()));
    assertThat(blocks)
        .extracting(RecordedBlock::getBlockIndex)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(blocks).extracting(RecordedBlock::getSnrDb).startsWith(3.0, -7.0).endsWith(-7.0);
    assertThat(blocks.get(1).getBandwidthHz()).isEqualTo(2e6);
  }

  @Test
  void changeOfTheGainsEndsThePlayingBack() throws Exception {
    RecordedBlock block = block(0, 0.25);
    replay(ReplayHeader.newBuilder().setName("street"), List.of(block, block(1, 0.5)));
    assertThat(state("street").getTrueState().getPowerGain()).isEqualTo(0.25);
    assertThat(state("street").getTrueState().getSnrDb()).isEqualTo(-1);

    UpdateLinkRequest.Builder update = UpdateLinkRequest.newBuilder();
    update.getConfigBuilder().setName("street").setPaced(true);
    assertThat(client.admin().updateLink(update.build()).getLink().getConfig().hasRecording())
        .isTrue();
    update.getConfigBuilder().setSnrDb(8);
    assertThat(client.admin().updateLink(update.build()).getLink().getConfig().hasRecording())
        .isFalse();
    assertThat(state("street").getTrueState().getSnrDb()).isEqualTo(8);
  }

  @Test
  void badRecordingsAreRefusedAndTheLinkStays() {
    ReplayHeader.Builder header = ReplayHeader.newBuilder().setName("street");
    refused("blocks", () -> replay(header, List.of()));
    refused("order", () -> replay(header, List.of(block(0, 1), block(2, 1))));
    refused("blocks[1]", () -> replay(header, List.of(block(0, 1), block(1, -1))));
    RecordedBlock instant =
        block(0, 1).toBuilder().setDuration(ProtoTimes.toProto(Duration.ofNanos(1))).build();
    refused("length of a block", () -> replay(header, List.of(instant)));
    refused(
        "header",
        () ->
            send(
                List.of(
                    ReplayLinkRequest.newBuilder()
                        .setBlocks(ReplayBlocks.newBuilder().addBlocks(block(0, 1)))
                        .build())));
    assertThat(state("street").getConfig().hasRecording()).isFalse();
  }

  private static RecordedBlock block(long index, double gain) {
    return RecordedBlock.newBuilder()
        .setBlockIndex(index)
        .setPowerGain(gain)
        .setGainReal(Math.sqrt(Math.max(0, gain)))
        .setSnrDb(-1)
        .setBandwidthHz(1e6)
        .setDuration(ProtoTimes.toProto(Duration.ofMillis(5)))
        .build();
  }

  private Iterator<RecordLinkResponse> record(String link, int maxBlocks) {
    return client
        .admin()
        .recordLink(RecordLinkRequest.newBuilder().setName(link).setMaxBlocks(maxBlocks).build());
  }

  private List<List<RelayResponse>> run(String link) throws Exception {
    List<List<RelayResponse>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(transmit(link, 1500));
    }
    return runs;
  }

  private List<RelayResponse> transmit(String link, int bytes) throws Exception {
    return client
        .relay(
            TestTransmitter.header(link, Duration.ofMillis(20)).toBuilder()
                .setAccountOnly(true)
                .build())
        .sendAll(bytes, bytes, bytes)
        .await();
  }

  /** What was answered, but for the link's name and times of the wall clock. */
  private static List<List<RelayResponse>> renamed(List<List<RelayResponse>> runs) {
    return runs.stream().map(run -> run.stream().map(RecordReplayTest::renamed).toList()).toList();
  }

  private static RelayResponse renamed(RelayResponse response) {
    RelayResponse.Builder builder = response.toBuilder();
    if (response.hasOpened()) {
      builder.getOpenedBuilder().getKnownStateBuilder().clearLinkName();
    }
    if (response.hasCompleted()) {
      builder.getCompletedBuilder().clearRelayTime().getTrueStateBuilder().clearLinkName();
    }
    return builder.build();
  }

  private ReplayLinkResponse replay(ReplayHeader.Builder header, List<RecordedBlock> blocks)
      throws Exception {
    List<ReplayLinkRequest> requests = new ArrayList<>();
    requests.add(ReplayLinkRequest.newBuilder().setHeader(header).build());
    for (RecordedBlock block : blocks) {
      requests.add(
          ReplayLinkRequest.newBuilder()
              .setBlocks(ReplayBlocks.newBuilder().addBlocks(block))
              .build());
    }
    return send(requests);
  }

  private ReplayLinkResponse send(List<ReplayLinkRequest> requests) throws Exception {
    CompletableFuture<ReplayLinkResponse> answer = new CompletableFuture<>();
    StreamObserver<ReplayLinkRequest> call =
        ChannelAdminServiceGrpc.newStub(client.admin().getChannel())
            .replayLink(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ReplayLinkResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable error) {
                    answer.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.forEach(call::onNext);
    call.onCompleted();
    return answer.get(20, TimeUnit.SECONDS);
  }

  private io.semlink.channel.v1.Link state(String link) {
    return client.admin().getLink(GetLinkRequest.newBuilder().setName(link).build()).getLink();
  }

  private static void refused(String about, ThrowingCallable replay) {
    assertThatThrownBy(replay)
        .hasCauseInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining(about);
  }
}
