package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Status;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.chassis.ErrorDetails;
import io.semlink.client.TransmissionResult;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitResponse.EventCase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransmitTest {
  private Harness harness;

  @BeforeEach
  void start() throws Exception {
    harness = Harness.start();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void ledgerEqualsTheBytesOnTheWire() {
    TransmissionReport report = harness.send(TransmitOptions.getDefaultInstance()).report();
    long bytes = 0;
    for (Segment segment : harness.channel.sent.element()) {
      bytes += segment.getPayload().size();
    }
    assertThat(report.getBits().getTotalBits()).isEqualTo(8 * bytes);
    assertThat(report.getChannel().getDelivery().getSentBits()).isEqualTo(8 * bytes);
    assertThat(
            report.getBits().getFramingBits()
                + report.getBits().getPromptBits()
                + report.getBits().getMaskBits()
                + report.getBits().getHyperBits()
                + report.getBits().getLatentBits())
        .isEqualTo(report.getBits().getTotalBits());
  }

  @Test
  void eventsComeInOrderAndTheReportIsTheLastOne() {
    List<TransmitResponse> events = new CopyOnWriteArrayList<>();
    harness.send(
        TransmitOptions.newBuilder()
            .setRequestId("req-1")
            .addWantedPictures(PictureKind.PICTURE_KIND_IMPORTANCE)
            .build(),
        events::add);
    List<EventCase> cases = events.stream().map(TransmitResponse::getEventCase).toList();
    assertThat(cases.get(0)).isEqualTo(EventCase.ACCEPTED);
    assertThat(events.get(0).getAccepted().getRequestId()).isEqualTo("req-1");
    assertThat(cases.get(cases.size() - 1)).isEqualTo(EventCase.REPORT);
    assertThat(cases.stream().filter(c -> c == EventCase.REPORT)).hasSize(1);
    assertThat(cases.stream().filter(c -> c != EventCase.PROGRESS))
        .containsSubsequence(
            EventCase.ACCEPTED,
            EventCase.DECIDED,
            EventCase.PICTURE,
            EventCase.SEGMENT,
            EventCase.SEGMENT,
            EventCase.SENT,
            EventCase.DECODED,
            EventCase.STEP,
            EventCase.REPORT);
    assertThat(harness.channel.headers.element().getRequestId()).isEqualTo("req-1");
  }

  @Test
  void reportCarriesTheStagesOfAllThreeServicesOnce() {
    TransmissionReport report = harness.send(TransmitOptions.getDefaultInstance()).report();
    assertThat(report.getStagesList())
        .extracting(StageTime::getStage)
        .containsExactly("read", "decide", "code", "send", "relay", "inpaint");
    assertThat(report.getStages(1).getDuration())
        .as("a stage that comes back adds up")
        .isEqualTo(Times.toProto(Duration.ofMillis(4)));
    assertThat(Times.toJava(report.getTotalTime())).isPositive();
    assertThat(report.getRequestId()).isNotEmpty();
    assertThat(report.getChannel().getCapacityBps()).isEqualTo(TestChannel.CAPACITY_BPS);
  }

  @Test
  void psnrIsMeasuredAgainstThePicturesThatComeBack() {
    harness.channel.picture.set(Harness.png(64, 48));
    TransmissionResult result =
        harness.send(TransmitOptions.newBuilder().setMeasurePsnr(true).build());
    assertThat(result.report().getMaskPsnrDb()).isEqualTo(Psnr.IDENTICAL_DB, within(1e-9));
    assertThat(result.report().getPsnrDb()).isEqualTo(Psnr.IDENTICAL_DB, within(1e-9));
    assertThat(result.pictures()).as("measured, but not asked for").isEmpty();
  }

  @Test
  void wantedPicturesComeBackWhole() {
    harness.channel.picture.set(Harness.png(64, 48));
    TransmissionResult result =
        harness.send(
            TransmitOptions.newBuilder()
                .addWantedPictures(PictureKind.PICTURE_KIND_SENT)
                .addWantedPictures(PictureKind.PICTURE_KIND_IMPORTANCE)
                .addWantedPictures(PictureKind.PICTURE_KIND_MASK)
                .addWantedPictures(PictureKind.PICTURE_KIND_RECEIVED)
                .build());
    assertThat(result.pictures()).hasSize(4);
    assertThat(result.picture(PictureKind.PICTURE_KIND_SENT).orElseThrow().png())
        .isEqualTo(Harness.png(64, 48));
    assertThat(result.picture(PictureKind.PICTURE_KIND_RECEIVED).orElseThrow().png())
        .isEqualTo(Harness.png(64, 48));
    assertThat(result.report().hasPsnrDb()).isFalse();
  }

  @Test
  void cutDeliveryIsToldAsDegraded() {
    harness.channel.cut.set(true);
    TransmissionReport report = harness.send(TransmitOptions.getDefaultInstance()).report();
    assertThat(report.getChannel().getOutage()).isTrue();
    assertThat(report.getDegradedList())
        .singleElement()
        .satisfies(
            d ->
                assertThat(d.getReason())
                    .isEqualTo(DegradationReason.DEGRADATION_REASON_DELIVERY_CUT));
  }

  @Test
  void cutDeliverySaysWhetherTheLimitOrErrorsCutIt() {
    harness.channel.cut.set(true);
    assertThat(onlyDegradation()).contains("2560 of 2560 bits", "2.56 ms", "the limit cut");
    harness.channel.accounts.set(
        Delivery.newBuilder()
            .setCoding(
                CodingAccount.newBuilder().setTransportBlocks(12).setResidualErrors(3).setRounds(4))
            .build());
    assertThat(onlyDegradation())
        .contains("3 of 12 coded blocks", "4 rounds")
        .doesNotContain("the limit");
  }

  private String onlyDegradation() {
    TransmissionReport report = harness.send(TransmitOptions.getDefaultInstance()).report();
    assertThat(report.getDegradedList()).hasSize(1);
    return report.getDegraded(0).getDetail();
  }

  @Test
  void bandwidthRatioCountsChannelUsesPerSampleOfThePhoto() {
    harness.channel.accounts.set(Delivery.newBuilder().setChannelUses(4608).build());
    assertThat(
            harness
                .send(TransmitOptions.getDefaultInstance())
                .report()
                .getChannel()
                .getBandwidthRatio())
        .isEqualTo(4608.0 / (3 * 64 * 48));
  }

  @Test
  void marginAndPriorityGoToTheChannel() {
    harness.send(TransmitOptions.newBuilder().setMarginDb(2.5).setPriority(7).build());
    RelayHeader header = harness.channel.headers.remove();
    assertThat(header.getMarginDb()).isEqualTo(2.5);
    assertThat(header.getPriority()).isEqualTo(7);
  }

  @Test
  void marginOfTheServiceHoldsForRequestsThatNameNone() throws Exception {
    try (Harness cautious =
        Harness.start(
            config -> config.withDefaults(new RequestDefaults("CIE", 0, 3, Optional.empty())))) {
      cautious.send(TransmitOptions.getDefaultInstance());
      cautious.send(TransmitOptions.newBuilder().setMarginDb(0).build());
      assertThat(cautious.channel.headers)
          .extracting(RelayHeader::getMarginDb)
          .containsExactly(3.0, 0.0);
    }
  }

  @Test
  void analogueLinkIsRefusedByName() {
    harness.channel.state.set(
        TestChannel.plainState().toBuilder()
            .setLinkName("jscc")
            .setModel(LinkModel.LINK_MODEL_ANALOG)
            .build());
    ErrorDetails error = harness.fails(Harness.png(64, 64), TransmitOptions.getDefaultInstance());
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.message()).contains("options.link_name", "'jscc'", "analogue", "SYMBOLS");
    assertThat(harness.channel.sent).isEmpty();
  }

  @Test
  void seedOfTheRequestIsTheReceiversToo() {
    harness.send(TransmitOptions.newBuilder().setSeed(42).build());
    assertThat(harness.channel.headers.element().getReceiver().getSeed()).isEqualTo(42);
  }

  @Test
  void metricsHoldTheNumbersOfTheReport() {
    TransmissionReport report = harness.send(TransmitOptions.getDefaultInstance()).report();
    String metrics = harness.metrics();
    assertThat(metrics)
        .contains("semlink_bytes_total{segment=\"latent\"} " + report.getBits().getLatentBits() / 8)
        .contains("semlink_gvif_ratio_sum{snr_from_db=\"0\"} 0.25")
        .contains("semlink_alpha_ratio_sum 0.5")
        .contains("semlink_stage_seconds_count{service=\"transmitter\",stage=\"code\"} 1")
        .contains("semlink_queue_depth{service=\"transmitter\"} 0.0")
        .contains("semlink_requests_total{outcome=\"ok\",reason=\"\",service=\"transmitter\"} 1.0");
  }

  @Test
  void capabilitiesTellTheBoundsOfPhotos() {
    var capabilities = harness.client.capabilities(Harness.DEADLINE);
    assertThat(capabilities.getSchemesList()).containsExactly("CIE", "TEXT_ONLY");
    assertThat(capabilities.getPhotoBounds().getMaxSidePx()).isEqualTo(4096);
    assertThat(capabilities.getServiceVersion()).isNotEmpty();
  }
}
