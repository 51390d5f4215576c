package io.semlink.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.codec.container.Container;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.network.DeviceChoice;
import io.semlink.codec.network.Gpus;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SymbolBlock;
import io.semlink.receiver.v1.GetImageRequest;
import io.semlink.receiver.v1.GetImageResponse;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.WatchImagesRequest;
import io.semlink.receiver.v1.WatchImagesResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver over real gRPC, with the compact bundle. */
@Timeout(300)
class ReceiverServerTest {
  private static final ReceiverOptions ALL_PICTURES =
      ReceiverOptions.newBuilder()
          .setSteps(3)
          .setSeed(7)
          .addWantedPictures(PictureKind.PICTURE_KIND_DECODED)
          .addWantedPictures(PictureKind.PICTURE_KIND_RECEIVED)
          .addWantedPictures(PictureKind.PICTURE_KIND_MASK)
          .addWantedPictures(PictureKind.PICTURE_KIND_PROVENANCE)
          .build();
  private static final ReceiverOptions PREVIEW =
      ReceiverOptions.newBuilder().setPreviewOnly(true).build();

  private static ServiceRuntime receiver;
  private static Client client;
  private static Container coded;
  private static byte[] file;

  @BeforeAll
  static void start() throws Exception {
    receiver =
        ReceiverServer.wire(
            ReceiverConfig.of(
                    ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofSeconds(2)),
                    Deliveries.bundle())
                .withDeliveries(1 << 20, 4 << 20, Duration.ofMinutes(1)));
    client = new Client(receiver.port());
    coded = Deliveries.code("CIE", 200, 150, 6, 0.4);
    file = coded.toBytes();
  }

  @AfterAll
  static void stop() {
    client.close();
    receiver.close();
  }

  private static List<DegradationReason> reasons(ReceiverReport report) {
    return report.getDegradedList().stream().map(Degradation::getReason).toList();
  }

  private static String info() throws Exception {
    return Http.get(receiver.admin().port(), "/info");
  }

  @Test
  void saysWhereItsNetworksRun() throws Exception {
    int gpus = Gpus.count();
    assertThat(info())
        .contains("\"device\" : \"" + DeviceChoice.AUTO.among(gpus) + "\"")
        .contains("\"gpus\" : " + gpus);
    assertThat(Http.get(receiver.admin().port(), "/metrics"))
        .contains("semlink_gpus{service=\"receiver\"} " + (double) gpus)
        .containsPattern("semlink_gpu_memory_used_bytes\\{service=\"receiver\"\\} [0-9]");
  }

  @Test
  void doesNotStartOnAGpuThatIsNotThere() {
    assumeThat(Gpus.count()).as("GPUs of this machine").isZero();
    ReceiverConfig config =
        ReceiverConfig.of(ServerConfig.loopback(), Deliveries.bundle())
            .withDevice(DeviceChoice.GPU);
    assertThatThrownBy(() -> ReceiverServer.wire(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PyTorch finds none");
  }

  @Test
  void paintsWhatWasNotReceivedAndKeepsTheRest() throws Exception {
    Client.Call call = client.receive(Deliveries.of("whole", ALL_PICTURES, file));
    ReceiverReport report = call.report();
    assertThat(call.events.get(0).getAccepted().getRequestId()).isEqualTo("whole");
    assertThat(report.getScheme()).isEqualTo("CIE");
    assertThat(report.getDegradedList()).isEmpty();
    assertThat(report.getRunSteps()).isEqualTo(3);
    assertThat(report.getSeed()).isEqualTo(7);
    assertThat(report.getCaption()).isNotEmpty();
    assertThat(report.getReceivedCells()).isBetween(1, report.getTotalCells() - 1);
    assertThat(call.stages())
        .containsExactly(
            "check", "entropy_decode", "synthesise", "preview", "inpaint", "compose", "report");
    assertThat(call.events.stream().filter(ReceiverEvent::hasStage).count()).isEqualTo(7);
    assertThat(call.events.stream().filter(ReceiverEvent::hasStep).count()).isEqualTo(3);

    Photo decoded = call.picture(PictureKind.PICTURE_KIND_DECODED, 0);
    Photo received = call.picture(PictureKind.PICTURE_KIND_RECEIVED, 0);
    Photo provenance = call.picture(PictureKind.PICTURE_KIND_PROVENANCE, 0);
    assertThat(received.width()).isEqualTo(200);
    assertThat(received.height()).isEqualTo(150);
    int kept = 0;
    boolean painted = false;
    for (int i = 0; i < decoded.rgb().length; i += 3) {
      if (provenance.rgb()[i] != 0) {
        kept++;
        assertThat(Arrays.copyOfRange(received.rgb(), i, i + 3))
            .isEqualTo(Arrays.copyOfRange(decoded.rgb(), i, i + 3));
      } else {
        painted |= received.rgb()[i] != decoded.rgb()[i];
      }
    }
    assertThat(painted).isTrue();
    assertThat(1 - kept / (200.0 * 150)).isEqualTo(report.getGeneratedFraction());
  }

  @Test
  void theSeedDeterminesThePicture() throws Exception {
    Photo first = paintedWith(ALL_PICTURES);
    assertThat(paintedWith(ALL_PICTURES).rgb()).isEqualTo(first.rgb());
    assertThat(paintedWith(ALL_PICTURES.toBuilder().setSeed(8).build()).rgb())
        .isNotEqualTo(first.rgb());
  }

  private static Photo paintedWith(ReceiverOptions options) throws Exception {
    Client.Call call = client.receive(Deliveries.of("seeded", options, file));
    call.report();
    return call.picture(PictureKind.PICTURE_KIND_RECEIVED, 0);
  }

  @Test
  void sendsStepsThatAreAskedFor() throws Exception {
    ReceiverOptions options = ReceiverOptions.newBuilder().setSteps(5).setStepInterval(2).build();
    Client.Call call = client.receive(Deliveries.of("steps", options, file));
    call.report();
    assertThat(call.picture(PictureKind.PICTURE_KIND_STEP, 2).width()).isEqualTo(200);
    assertThat(call.picture(PictureKind.PICTURE_KIND_STEP, 4).height()).isEqualTo(150);
  }

  @Test
  void paintsEverythingFromTextAlone() {
    byte[] text = Deliveries.code("TEXT_ONLY", 64, 64, 0, 0).toBytes();
    ReceiverReport report = client.receive(Deliveries.of("text", ALL_PICTURES, text)).report();
    assertThat(report.getScheme()).isEqualTo("TEXT_ONLY");
    assertThat(report.getGeneratedFraction()).isEqualTo(1);
    assertThat(report.getRunSteps()).isEqualTo(3);
  }

  @Test
  void runsNoStepWhereAllWasReceived() {
    byte[] full = Deliveries.code("VAE_FULL", 64, 64, 3, 0).toBytes();
    ReceiverReport report = client.receive(Deliveries.of("full", ALL_PICTURES, full)).report();
    assertThat(report.getGeneratedFraction()).isZero();
    assertThat(report.getRunSteps()).isZero();
    assertThat(report.getDegradedList()).isEmpty();
  }

  @Test
  void decodesEveryCutAfterTheEssentials() {
    int essentials = coded.headerBytes().length;
    for (int i = 0; i < coded.header().essentials(); i++) {
      essentials += coded.segmentBytes(i).length;
    }
    Random random = new Random(3);
    for (int i = 0; i < 10; i++) {
      int length = essentials + random.nextInt(file.length - essentials);
      List<ReceiveRequest> messages = new ArrayList<>();
      messages.add(Deliveries.header("cut", PREVIEW));
      messages.addAll(Deliveries.segments(Arrays.copyOf(file, length), 700));
      messages.add(Deliveries.end(true));
      ReceiverReport report = client.receive(messages).report();
      assertThat(reasons(report))
          .as("%d of %d bytes", length, file.length)
          .containsExactly(DegradationReason.DEGRADATION_REASON_DELIVERY_CUT);
    }
  }

  @Test
  void usesWhatCameBeforeAMissingSegment() {
    List<ReceiveRequest> messages = new ArrayList<>();
    messages.add(Deliveries.header("gap", PREVIEW));
    messages.addAll(Deliveries.segments(file, 40));
    messages.remove(messages.size() - 2);
    messages.add(Deliveries.end(false));
    assertThat(reasons(client.receive(messages).report()))
        .containsExactly(DegradationReason.DEGRADATION_REASON_DELIVERY_CUT);
  }

  @Test
  void reportsDataLossAndGoesOn() {
    byte[] damaged = file.clone();
    damaged[damaged.length / 2] ^= 4;
    ErrorDetails error = client.receive(Deliveries.of("flip", PREVIEW, damaged)).error();
    assertThat(error.code()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(error.reason()).isEqualTo("UNDECODABLE");
    assertThat(Long.parseLong(error.metadata().get("offset_bytes"))).isBetween(0L, 1L << 20);
    assertThat(error.metadata().get("detail")).contains("damaged");

    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    for (byte[] bad : List.of(new byte[0], noise, Arrays.copyOf(file, 20))) {
      assertThat(client.receive(Deliveries.of("bad", PREVIEW, bad)).error().code())
          .isEqualTo(Status.Code.DATA_LOSS);
    }
    client.receive(Deliveries.of("good", PREVIEW, file)).report();
  }

  @Test
  void namesBothBundlesWhenTheyDiffer() {
    byte[] other = {1, 2, 3, 4};
    byte[] alien =
        Container.of(other, 1, 64, 64, 0, List.of(new Container.Segment(0, false, new byte[] {0})))
            .toBytes();
    ErrorDetails error = client.receive(Deliveries.of("alien", PREVIEW, alien)).error();
    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("BUNDLE_MISMATCH");
    assertThat(error.metadata()).containsEntry("found", "01020304");
    assertThat(error.metadata().get("expected")).hasSize(64);
  }

  @Test
  void refusesSchemesItDoesNotKnow() {
    byte[] alien =
        Container.of(
                Deliveries.schemes().fingerprint(),
                200,
                64,
                64,
                0,
                List.of(new Container.Segment(0, false, new byte[] {0})))
            .toBytes();
    ErrorDetails error = client.receive(Deliveries.of("scheme", PREVIEW, alien)).error();
    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("SCHEME_UNKNOWN");
    assertThat(error.metadata()).containsEntry("scheme", "200");
  }

  @Test
  void refusesMessagesOutOfOrder() {
    ReceiveRequest header = Deliveries.header("order", PREVIEW);
    ReceiveRequest segment = Deliveries.segment(0, ByteString.copyFromUtf8("x"));
    for (List<ReceiveRequest> messages :
        List.of(
            List.of(segment),
            List.of(Deliveries.end(false)),
            List.of(header, header),
            List.of(header, segment, segment),
            List.of(header, segment),
            List.of(ReceiveRequest.getDefaultInstance()),
            List.<ReceiveRequest>of())) {
      ErrorDetails error = client.receive(messages).error();
      assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(error.reason()).isEqualTo("OUT_OF_ORDER");
    }
  }

  @Test
  void namesEveryWrongField() {
    ReceiverOptions options =
        ReceiverOptions.newBuilder().setSteps(0).setGuidanceScale(-1).setSamplerValue(99).build();
    ErrorDetails error = client.receive(Deliveries.of("fields", options, file)).error();
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.violations())
        .extracting(violation -> violation.field())
        .containsExactlyInAnyOrder(
            "header.options.steps", "header.options.guidance_scale", "header.options.sampler");
    ReceiveRequest symbols =
        ReceiveRequest.newBuilder()
            .setSegment(Segment.newBuilder().setSymbols(SymbolBlock.getDefaultInstance()))
            .build();
    assertThat(
            client.receive(List.of(Deliveries.header("symbols", PREVIEW), symbols)).error().code())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(client.receive(Deliveries.of("not an id", PREVIEW, file)).error().code())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void refusesDeliveriesThatAreTooLargeAndLetsGoOfThem() throws Exception {
    List<ReceiveRequest> messages = new ArrayList<>();
    messages.add(Deliveries.header("large", PREVIEW));
    messages.addAll(Deliveries.segments(new byte[(1 << 20) + 1], 100_000));
    ErrorDetails error = client.receive(messages).error();
    assertThat(error.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(error.reason()).isEqualTo("TOO_LARGE");
    await().untilAsserted(() -> assertThat(info()).containsPattern("\"buffered_bytes\" : 0\\b"));
  }

  @Test
  void cancellationStopsTheDenoiser() throws Exception {
    ReceiverOptions endless = ReceiverOptions.newBuilder().setSteps(1000).build();
    Client.Call call = client.begin(Deliveries.of("cancelled", endless, file), Duration.ofHours(2));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> call.events.stream().anyMatch(ReceiverEvent::hasStep));
    assertThat(info()).containsPattern("\"inpaintings_active\" : 1\\b");
    call.cancel();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(info()).containsPattern("\"inpaintings_active\" : 0\\b"));
    assertThat(call.error().code()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void aNearDeadlineTakesStepsNotThePicture() {
    ReceiverOptions options = ReceiverOptions.newBuilder().setSteps(1000).build();
    Client.Call call = client.begin(Deliveries.of("near", options, file), Duration.ofSeconds(10));
    ReceiverReport report = call.report();
    assertThat(report.getAskedSteps()).isEqualTo(1000);
    assertThat(report.getRunSteps()).isLessThan(1000);
    assertThat(reasons(report))
        .hasSize(1)
        .isSubsetOf(
            DegradationReason.DEGRADATION_REASON_FEWER_STEPS,
            DegradationReason.DEGRADATION_REASON_OUT_OF_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", ""})
  void keepsFinishedPictures(String asked) throws Exception {
    Client.Call call = client.receive(Deliveries.of("kept", ALL_PICTURES, file));
    call.report();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    Iterator<GetImageResponse> chunks =
        client.blocking().getImage(GetImageRequest.newBuilder().setRequestId(asked).build());
    chunks.forEachRemaining(chunk -> png.writeBytes(chunk.getChunk().getData().toByteArray()));
    assertThat(PhotoReader.read(png.toByteArray()).rgb())
        .isEqualTo(call.picture(PictureKind.PICTURE_KIND_RECEIVED, 0).rgb());
    assertThatThrownBy(
            () ->
                client
                    .blocking()
                    .getImage(
                        GetImageRequest.newBuilder()
                            .setRequestId(asked)
                            .setKind(PictureKind.PICTURE_KIND_SENT)
                            .build())
                    .next())
        .satisfies(
            error -> {
              ErrorDetails details = ErrorDetails.of(error);
              assertThat(details.code()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(details.reason()).isEqualTo("IMAGE_UNKNOWN");
            });
  }

  @Test
  void tellsWatchersOfEachPicture() {
    client.receive(Deliveries.of("before", PREVIEW, file)).report();
    Iterator<WatchImagesResponse> watch =
        client.blocking().watchImages(WatchImagesRequest.newBuilder().setRecent(1).build());
    assertThat(watch.next().getImage().getRequestId()).isEqualTo("before");
    ReceiverReport report = client.receive(Deliveries.of("after", PREVIEW, file)).report();
    WatchImagesResponse told = watch.next();
    assertThat(told.getImage().getRequestId()).isEqualTo("after");
    assertThat(told.getImage().getReport()).isEqualTo(report);
    assertThat(told.getImage().getPicturesList())
        .contains(PictureKind.PICTURE_KIND_RECEIVED, PictureKind.PICTURE_KIND_DECODED);
  }

  @Test
  void exportsItsMeasures() throws Exception {
    client.receive(Deliveries.of("measured", ALL_PICTURES, file)).report();
    String metrics = Http.get(receiver.admin().port(), "/metrics");
    for (String stage : List.of("check", "entropy_decode", "synthesise", "inpaint", "compose")) {
      assertThat(metrics).contains("stage=\"" + stage + "\"");
    }
    assertThat(metrics)
        .contains("semlink_stage_seconds_bucket")
        .contains("semlink_queue_depth{service=\"receiver\"}")
        .contains("semlink_requests_total");
  }
}
