package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.client.ReceivedPicture;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.receiver.v1.GetImageRequest;
import io.semlink.receiver.v1.GetImageResponse;
import io.semlink.receiver.v1.ReceiverServiceGrpc;
import io.semlink.transmitter.v1.TransmitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Photos from edge devices through the three containers. */
@ContainerTest
final class PhotoThroughContainersTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int DEVICES = 20;

  @Test
  void aPhotoArrivesWithItsReport(LinkContainers link) {
    TransmissionResult result =
        link.client()
            .send(
                Photos.whole(),
                Requests.painted(3).toBuilder().setRequestId("end-to-end").build(),
                MINUTE,
                event -> {});
    TransmissionReport report = result.report();
    assertThat(report.getRequestId()).isEqualTo("end-to-end");
    Requests.assertSound(report);
    assertThat(report.getDegradedList()).isEmpty();
    assertThat(report.getReceiver().getRunSteps()).isEqualTo(3);
    ReceivedPicture picture = result.picture(PictureKind.PICTURE_KIND_RECEIVED).orElseThrow();
    assertThat(List.of(picture.width(), picture.height())).containsExactly(512, 512);
    assertThat(held(link, "end-to-end")).as("what the receiver holds").isEqualTo(picture.png());
  }

  private static byte[] held(LinkContainers link, String request) {
    Iterator<GetImageResponse> chunks =
        ReceiverServiceGrpc.newBlockingStub(link.connect(ServiceKind.RECEIVER))
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .getImage(GetImageRequest.newBuilder().setRequestId(request).build());
    ByteString file = ByteString.EMPTY;
    while (chunks.hasNext()) {
      file = file.concat(chunks.next().getChunk().getData());
    }
    return file.toByteArray();
  }

  @Test
  void aBetterChannelCarriesMoreOfTheNextPhoto(LinkContainers link) {
    ChannelAdminServiceBlockingStub admin =
        ChannelAdminServiceGrpc.newBlockingStub(link.connect(ServiceKind.CHANNEL))
            .withDeadlineAfter(2, TimeUnit.MINUTES);
    TransmitterClient client = link.client();
    TransmitOptions options = Requests.preview().toBuilder().setLinkName("live").build();
    List<TransmissionReport> reports = new ArrayList<>();
    for (double snrDb : new double[] {-2, 20}) {
      admin.updateLink(
          UpdateLinkRequest.newBuilder()
              .setConfig(LinkConfig.newBuilder().setName("live").setSnrDb(snrDb))
              .setAllowMissing(true)
              .build());
      TransmissionReport report =
          client.send(Photos.whole(), options, MINUTE, event -> {}).report();
      Requests.assertSound(report);
      assertThat(report.getChannel().getSnrDb()).isEqualTo(snrDb);
      reports.add(report);
    }
    assertThat(reports.get(1).getBits().getTotalBits())
        .isGreaterThan(2 * reports.get(0).getBits().getTotalBits());
    assertThat(reports.get(1).getDecision().getGvif())
        .isGreaterThan(reports.get(0).getDecision().getGvif());
  }

  @Test
  void twentyDevicesAreServedAtOnce(LinkContainers link) throws Exception {
    byte[] photo = Photos.small();
    ExecutorService devices = Executors.newFixedThreadPool(DEVICES);
    try {
      List<Future<TransmissionReport>> reports = new ArrayList<>();
      for (int device = 0; device < DEVICES; device++) {
        // A connection each, as devices have.
        TransmitterClient client = link.client();
        TransmitOptions options =
            Requests.preview().toBuilder().setRequestId("device-" + device).build();
        reports.add(
            devices.submit(
                () -> client.send(photo, options, Duration.ofMinutes(2), event -> {}).report()));
      }
      List<TransmissionReport> ended = new ArrayList<>();
      for (Future<TransmissionReport> report : reports) {
        ended.add(report.get(2, TimeUnit.MINUTES));
      }
      assertThat(ended).allSatisfy(Requests::assertSound);
      Set<String> ids =
          ended.stream().map(TransmissionReport::getRequestId).collect(Collectors.toSet());
      assertThat(ids).hasSize(DEVICES);
    } finally {
      devices.shutdownNow();
    }
  }

  @Test
  void metricsCanBeScrapedFromEach(LinkContainers link) throws Exception {
    link.client().send(Photos.small(), Requests.preview(), MINUTE, event -> {});
    assertThat(metrics(link, ServiceKind.TRANSMITTER))
        .contains("semlink_requests_total{outcome=\"ok\"")
        .contains("semlink_gvif_ratio_count");
    assertThat(metrics(link, ServiceKind.CHANNEL))
        .contains("semlink_air_seconds_count{link=\"default\"}")
        .contains("semlink_snr_db{link=\"default\"} 6.0");
    assertThat(metrics(link, ServiceKind.RECEIVER))
        .contains("semlink_stage_seconds_count{service=\"receiver\",stage=\"synthesise\"}")
        .contains("semlink_gpus{service=\"receiver\"} 0.0")
        .contains("semlink_gpu_memory_used_bytes{service=\"receiver\"} 0.0");
    assertThat(link.of(ServiceKind.RECEIVER).http("/info").body())
        .contains("\"device\" : \"cpu\"")
        .contains("\"gpus\" : 0");
  }

  private static String metrics(LinkContainers link, ServiceKind kind) throws Exception {
    return link.of(kind).http("/metrics").body();
  }
}
