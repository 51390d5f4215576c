package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The transmitter with the trained models that ship with it, over a link of 1 Mbit/s. */
class CompactBundleTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static TestChannel channel;
  private static TransmitterServer server;
  private static ManagedChannel connection;
  private static TransmitterClient client;

  @BeforeAll
  static void start() throws Exception {
    channel = new TestChannel();
    Path bundle = Path.of(System.getProperty("semlink.root", ".."), "models", "bundles", "compact");
    server =
        TransmitterServer.wire(
            TransmitterConfig.of(
                ServerConfig.loopback(),
                PeerConfig.plaintext("channel", "127.0.0.1", channel.port()),
                bundle));
    connection = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    client = new TransmitterClient(connection);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      connection.shutdownNow();
      server.close();
    }
    channel.close();
  }

  @Test
  void photoFitsTheLimitAndTheSegmentsAreAContainer() {
    channel.sent.clear();
    TransmissionResult result =
        client.send(
            photo(),
            limit(30)
                .addWantedPictures(PictureKind.PICTURE_KIND_IMPORTANCE)
                .addWantedPictures(PictureKind.PICTURE_KIND_MASK)
                .build(),
            DEADLINE,
            event -> {});
    TransmissionReport report = result.report();
    assertThat(report.getBits().getTotalBits()).isPositive().isLessThanOrEqualTo(30_000);
    assertThat(report.getDecision().getGvif()).isBetween(0.0, 1.0);
    assertThat(report.getDecision().getCaption()).isNotBlank();
    assertThat(report.getDecision().getBudgetBits()).isEqualTo(30_000);
    assertThat(report.getDegradedList()).isEmpty();
    assertThat(result.pictures()).hasSize(2);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Segment segment : channel.sent.element()) {
      file.writeBytes(segment.getPayload().toByteArray());
    }
    assertThat(8L * file.size()).isEqualTo(report.getBits().getTotalBits());
    assertThat(ContainerReader.read(file.toByteArray()).complete()).isTrue();
    assertThat(channel.sent.element())
        .extracting(Segment::getKind)
        .startsWith("framing", "prompt", "mask", "hyper", "latent");
  }

  @Test
  void impossibleLimitIsToldWithTheSmallestThatWouldDo() {
    ErrorDetails error = fails(TransmitOptions.newBuilder().setLatencyLimit(micros(10)).build());
    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("LIMIT_INFEASIBLE");
    double smallest = Double.parseDouble(error.metadata().get("smallest_limit_ms"));
    assertThat(smallest).isBetween(0.01, 20.0);
    TransmissionReport report =
        client
            .send(
                photo(),
                TransmitOptions.newBuilder()
                    .setLatencyLimit(micros((long) Math.ceil(smallest * 1000) + 1))
                    .build(),
                DEADLINE,
                event -> {})
            .report();
    assertThat(report.getBits().getTotalBits()).isPositive();
  }

  @Test
  void bitsFollowTheUsableRateAndThePropagationDelay() {
    channel.state.set(
        TestChannel.plainState().toBuilder()
            .setUsableRateBps(5e5)
            .setPropagationDelay(micros(10_000))
            .build());
    try {
      TransmissionReport report =
          client.send(photo(), limit(40).build(), DEADLINE, event -> {}).report();
      assertThat(report.getDecision().getBudgetBits()).isEqualTo(15_000);
      assertThat(report.getBits().getTotalBits()).isBetween(10_000L, 15_000L);
    } finally {
      channel.state.set(TestChannel.plainState());
    }
  }

  @Test
  void filesOfOtherCodersFillTheSameLink() {
    TransmissionReport report =
        client.send(photo(), limit(30).setScheme("JPEG").build(), DEADLINE, event -> {}).report();
    assertThat(report.getDecision().getScheme()).isEqualTo("JPEG");
    assertThat(report.getDecision().getPictureFile()).isTrue();
    assertThat(report.getDecision().getLabelsList()).isEmpty();
    assertThat(report.getBits().getTotalBits()).isBetween(25_000L, 30_000L);
    assertThat(report.getBits().getLatentBits())
        .isEqualTo(report.getBits().getTotalBits() - report.getBits().getFramingBits());

    ErrorDetails refusal =
        fails(
            TransmitOptions.newBuilder()
                .setScheme("JPEG")
                .setControl(ControlMode.CONTROL_MODE_FIXED)
                .setFixedAlpha(0)
                .setFixedOperatingPoint(3)
                .build());
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void captionGoesAloneWhereNothingElseFits() {
    TransmissionReport report =
        client
            .send(
                Harness.png(256, 256),
                TransmitOptions.newBuilder()
                    .setLatencyLimit(micros(300))
                    .setCaption("a hill")
                    .setTextOnlyAllowed(true)
                    .build(),
                DEADLINE,
                event -> {})
            .report();
    assertThat(report.getDecision().getScheme()).isEqualTo("TEXT_ONLY");
    assertThat(report.getDecision().getKeptCells()).isZero();
    assertThat(report.getDegraded(0).getReason())
        .isEqualTo(DegradationReason.DEGRADATION_REASON_TEXT_ONLY);
  }

  @Test
  void fixedChoiceIsHeldAgainstTheLimit() {
    TransmitOptions.Builder fixed =
        TransmitOptions.newBuilder()
            .setControl(ControlMode.CONTROL_MODE_FIXED)
            .setFixedAlpha(0)
            .setFixedOperatingPoint(18);
    TransmissionReport report = client.send(photo(), fixed.build(), DEADLINE, e -> {}).report();
    assertThat(report.getDecision().getOperatingPoint()).isEqualTo(18);
    assertThat(report.getDecision().getKeptFraction()).isEqualTo(1);
    assertThat(report.getDecision().hasBudgetBits()).isFalse();
    ErrorDetails error = fails(fixed.setLatencyLimit(micros(100)).build());
    assertThat(error.reason()).isEqualTo("LIMIT_INFEASIBLE");
  }

  @Test
  void unknownLabelIsRefusedBeforeTheUpload() {
    ErrorDetails error =
        fails(TransmitOptions.newBuilder().addLabelsOfInterest("zebracorn").build());
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.violations())
        .extracting(FieldViolation::field)
        .containsExactly("options.labels_of_interest");
    assertThat(error.message()).contains("zebracorn");
  }

  @Test
  void wholePhotoWithAThresholdIsRefused() {
    ErrorDetails error =
        fails(
            TransmitOptions.newBuilder()
                .setScheme("VAE_FULL")
                .setControl(ControlMode.CONTROL_MODE_FIXED)
                .setFixedAlpha(0.5)
                .setFixedOperatingPoint(3)
                .build());
    assertThat(error.violations())
        .extracting(FieldViolation::field)
        .containsExactly("options.fixed_alpha");
  }

  @Test
  void capabilitiesAreThoseOfTheBundle() {
    var capabilities = client.capabilities(DEADLINE);
    assertThat(capabilities.getSchemesList())
        .startsWith("CIE", "VAE_FULL", "TEXT_ONLY")
        .contains("JPEG");
    assertThat(capabilities.getOperatingPointsList()).hasSize(19);
    assertThat(capabilities.getLabelsList()).isNotEmpty();
    assertThat(capabilities.getBundle().getFingerprint()).hasSize(64);
    assertThat(capabilities.getControlsList())
        .isEqualTo(List.of(ControlMode.CONTROL_MODE_EXACT, ControlMode.CONTROL_MODE_FIXED));
  }

  private static ErrorDetails fails(TransmitOptions options) {
    return Harness.failure(() -> client.send(photo(), options, DEADLINE, event -> {}));
  }

  private static TransmitOptions.Builder limit(long millis) {
    return TransmitOptions.newBuilder().setLatencyLimit(micros(1000 * millis));
  }

  private static com.google.protobuf.Duration micros(long micros) {
    return Times.toProto(Duration.ofNanos(1000 * micros));
  }

  /** A bright disc on a slope. */
  private static byte[] photo() {
    int side = 128;
    byte[] rgb = new byte[3 * side * side];
    for (int y = 0, at = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean disc = Math.hypot(x - 80, y - 50) < 24;
        rgb[at++] = (byte) (disc ? 240 : x);
        rgb[at++] = (byte) (disc ? 160 : y);
        rgb[at++] = (byte) (disc ? 30 : 90);
      }
    }
    return PngWriter.write(new Photo(side, side, rgb));
  }
}
