package io.semlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc.TransmitterServiceImplBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransmitterClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String name = InProcessServerBuilder.generateName();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
  private final TransmitterClient client = new TransmitterClient(channel);
  private final Echo echo = new Echo();
  private Server server;

  /** Sends the photo back as the received picture, in two parts, after noting what came. */
  private static final class Echo extends TransmitterServiceImplBase {
    final List<Integer> chunks = new ArrayList<>();
    final CompletableFuture<TransmitOptions> options = new CompletableFuture<>();
    boolean reports = true;

    @Override
    public StreamObserver<TransmitRequest> transmit(StreamObserver<TransmitResponse> responses) {
      return new StreamObserver<>() {
        private ByteString photo = ByteString.EMPTY;

        @Override
        public void onNext(TransmitRequest request) {
          if (request.hasOptions()) {
            options.complete(request.getOptions());
          } else {
            chunks.add(request.getPhotoChunk().size());
            photo = photo.concat(request.getPhotoChunk());
          }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          int half = photo.size() / 2;
          responses.onNext(part(photo.substring(0, half), 0, false));
          responses.onNext(part(photo.substring(half), half, true));
          if (reports) {
            responses.onNext(
                TransmitResponse.newBuilder()
                    .setReport(TransmissionReport.newBuilder().setRequestId("r"))
                    .build());
          }
          responses.onCompleted();
        }
      };
    }

    private static TransmitResponse part(ByteString data, int offset, boolean last) {
      return TransmitResponse.newBuilder()
          .setPicture(
              PictureChunk.newBuilder()
                  .setKind(PictureKind.PICTURE_KIND_RECEIVED)
                  .setOffsetBytes(offset)
                  .setData(data)
                  .setLast(last))
          .build();
    }
  }

  private void startServer() throws Exception {
    server = InProcessServerBuilder.forName(name).addService(echo).build().start();
  }

  private static byte[] photo() {
    byte[] photo = new byte[200_000];
    new Random(5).nextBytes(photo);
    return photo;
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    if (server != null) {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void photoGoesInPartsAndPicturesComeBackWhole() throws Exception {
    startServer();
    TransmitOptions options = TransmitOptions.newBuilder().setScheme("CIE").build();
    List<TransmitResponse> events = new ArrayList<>();
    TransmissionResult result = client.send(photo(), options, DEADLINE, events::add);
    assertThat(echo.options.get()).isEqualTo(options);
    assertThat(echo.chunks).allMatch(size -> size <= 64 << 10);
    assertThat(result.report().getRequestId()).isEqualTo("r");
    assertThat(result.picture(PictureKind.PICTURE_KIND_RECEIVED).orElseThrow().png())
        .isEqualTo(photo());
    assertThat(events).hasSize(3);
  }

  @Test
  void transmitterThatCannotBeReachedFailsAtOnceUnlessWaitedFor() throws Exception {
    TransmitOptions options = TransmitOptions.getDefaultInstance();
    assertThatThrownBy(() -> client.send(photo(), options, DEADLINE, event -> {}))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    TransmitterClient patient = client.waitingForReady();
    CompletableFuture<TransmissionResult> sending =
        CompletableFuture.supplyAsync(() -> patient.send(photo(), options, DEADLINE, event -> {}));
    assertThatThrownBy(() -> patient.capabilities(Duration.ofMillis(50)))
        .as("a call that was made later still waits")
        .hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(sending).isNotDone();
    startServer();
    assertThat(sending.get(20, TimeUnit.SECONDS).report().getRequestId()).isEqualTo("r");
  }

  @Test
  void callThatEndsWithoutAReportIsAnError() throws Exception {
    startServer();
    echo.reports = false;
    assertThatThrownBy(
            () -> client.send(photo(), TransmitOptions.getDefaultInstance(), DEADLINE, e -> {}))
        .hasMessageContaining("without a report");
  }
}
