package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Photos over the observed link, and all that goes wrong in the life of one. */
final class Traffic {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_TRIES = 40;

  private final ObservedLink link;
  private final TransmitterClient client;
  private final byte[] photo;

  Traffic(ObservedLink link) throws IOException {
    this.link = link;
    client = new TransmitterClient(link.transmitter());
    photo = Files.readAllBytes(Project.file("examples/chelsea.png"));
  }

  /** One of everything: good photos, outages, repeats, refusals, errors, a change of a link. */
  void everything() {
    send(ObservedLink.GOOD, 4);
    send(ObservedLink.PACED, 0);
    untilOutage();
    for (int run = 0; run < 4; run++) {
      tolerantly(ObservedLink.STALE_SYMBOLS);
    }
    unreadable();
    crowd();
    changeLink();
  }

  /**
   * Sends a photo.
   *
   * @param steps of the inpainting; 0 for the decoder's picture alone
   */
  TransmissionReport send(String over, int steps) {
    return client.send(photo, options(over, steps), PATIENCE, event -> {}).report();
  }

  private static TransmitOptions options(String over, int steps) {
    return TransmitOptions.newBuilder()
        .setLinkName(over)
        .setLatencyLimit(Durations.fromMillis(30))
        .setReceiver(
            ReceiverOptions.newBuilder().setSteps(Math.max(1, steps)).setPreviewOnly(steps == 0))
        .build();
  }

  private void untilOutage() {
    for (int run = 0; run < MOST_TRIES; run++) {
      if (tolerantly(ObservedLink.STALE)) {
        return;
      }
    }
    throw new AssertionError("no outage in " + MOST_TRIES + " photos");
  }

  /** Sends a photo that may get lost; whether a part that arrived was cut. */
  private boolean tolerantly(String over) {
    try {
      return send(over, 0).getChannel().getOutage();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DATA_LOSS);
      return false;
    }
  }

  private void unreadable() {
    byte[] text = "this is not a photo".getBytes(StandardCharsets.UTF_8);
    expect(
        Status.Code.INVALID_ARGUMENT,
        () -> client.send(text, options(ObservedLink.GOOD, 0), PATIENCE, event -> {}));
  }

  /** More photos at once than the transmitter has places for. */
  private void crowd() {
    List<CompletableFuture<Status.Code>> ends = new ArrayList<>();
    for (int each = 0; each < 6; each++) {
      ends.add(CompletableFuture.supplyAsync(this::end));
    }
    assertThat(ends.stream().map(CompletableFuture::join))
        .contains(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
  }

  private Status.Code end() {
    try {
      send(ObservedLink.GOOD, 0);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private void changeLink() {
    ManagedChannel channel = link.channelSimulator();
    ChannelAdminServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .updateLink(
            UpdateLinkRequest.newBuilder()
                .setConfig(LinkConfig.newBuilder().setName(ObservedLink.PACED).setSnrDb(14))
                .setUpdateMask(FieldMask.newBuilder().addPaths("snr_db"))
                .build());
  }

  private static void expect(Status.Code code, Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(code);
      return;
    }
    throw new AssertionError("expected " + code);
  }
}
