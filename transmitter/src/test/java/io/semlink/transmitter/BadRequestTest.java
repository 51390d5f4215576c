package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadRequestTest {
  private static Harness harness;

  @BeforeAll
  static void start() throws Exception {
    harness = Harness.start();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  static Stream<Arguments> options() {
    return Stream.of(
        arguments("request_id", blank().setRequestId("a b").build()),
        arguments("scheme", blank().setScheme("NONSENSE").build()),
        arguments("link_name", blank().setLinkName("No Link").build()),
        arguments("latency_limit", limit(-5, 0)),
        arguments("latency_limit", limit(0, 0)),
        arguments("latency_limit", limit(Long.MAX_VALUE, Integer.MAX_VALUE)),
        arguments("latency_limit", limit(Long.MIN_VALUE, Integer.MIN_VALUE)),
        arguments("control", blank().setControl(ControlMode.CONTROL_MODE_POLICY).build()),
        arguments("control", blank().setControlValue(77).build()),
        arguments("fixed_alpha", blank().setFixedAlpha(0.3).build()),
        arguments("fixed_alpha", fixed(-0.1, 0)),
        arguments("fixed_alpha", fixed(Double.NaN, 0)),
        arguments("fixed_operating_point", fixed(0.1, 2)),
        arguments("fixed_operating_point", fixed(0.1, -1)),
        arguments("max_alpha", blank().setMaxAlpha(1.5).build()),
        arguments("min_mask_psnr_db", blank().setMinMaskPsnrDb(-1).build()),
        arguments("margin_db", blank().setMarginDb(-0.5).build()),
        arguments("margin_db", blank().setMarginDb(40.5).build()),
        arguments("margin_db", blank().setMarginDb(Double.NaN).build()),
        arguments("priority", blank().setPriority(8).build()),
        arguments("priority", blank().setPriority(-1).build()),
        arguments("labels_of_interest", blank().addLabelsOfInterest(" ").build()),
        arguments("caption", blank().setCaption("x".repeat(1001)).build()),
        arguments("caption", blank().setCaption("two\nlines").build()),
        arguments("receiver.steps", receiver(ReceiverOptions.newBuilder().setSteps(0))),
        arguments("receiver.steps", receiver(ReceiverOptions.newBuilder().setSteps(-1))),
        arguments("receiver.sampler", receiver(ReceiverOptions.newBuilder().setSamplerValue(9))),
        arguments(
            "receiver.guidance_scale",
            receiver(ReceiverOptions.newBuilder().setGuidanceScale(Double.NaN))),
        arguments(
            "receiver.wanted_pictures",
            receiver(
                ReceiverOptions.newBuilder()
                    .addWantedPictures(PictureKind.PICTURE_KIND_IMPORTANCE))),
        arguments("wanted_pictures", blank().addWantedPicturesValue(99).build()),
        arguments(
            "receiver.step_interval",
            blank().addWantedPictures(PictureKind.PICTURE_KIND_STEP).build()));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("options")
  void badOptionIsNamed(String field, TransmitOptions bad) {
    ErrorDetails error = harness.fails(Harness.png(32, 32), bad);
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.reason()).isEqualTo("INVALID_FIELD");
    assertThat(error.violations())
        .extracting(FieldViolation::field)
        .containsExactly("options." + field);
    assertThat(error.message()).contains(field);
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    TransmitOptions bad =
        blank().setScheme("X").setMaxAlpha(-1).setCaption("x".repeat(2000)).build();
    assertThat(harness.fails(Harness.png(32, 32), bad).violations())
        .extracting(FieldViolation::field)
        .containsExactly("options.scheme", "options.max_alpha", "options.caption");
  }

  static Stream<Arguments> photos() {
    byte[] png = Harness.png(64, 64);
    return Stream.of(
        arguments("0 bytes", new byte[0]),
        arguments("text", "not an image".getBytes(StandardCharsets.UTF_8)),
        arguments("a header of 50 000 x 50 000", pngHeader(50_000, 50_000)),
        arguments("too small", Harness.png(31, 64)),
        arguments("cut short", Arrays.copyOf(png, png.length / 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("photos")
  void badPhotoIsRefused(String name, byte[] photo) {
    ErrorDetails error = harness.fails(photo, TransmitOptions.getDefaultInstance());
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.reason()).isEqualTo("PHOTO_UNREADABLE");
    assertThat(error.violations()).extracting(FieldViolation::field).containsExactly("photo_chunk");
    assertThat(harness.channel.headers).as("the link is not touched").isEmpty();
  }

  static Stream<Arguments> orders() {
    TransmitRequest some = TransmitRequest.newBuilder().setOptions(blank()).build();
    TransmitRequest chunk =
        TransmitRequest.newBuilder().setPhotoChunk(ByteString.copyFrom(new byte[10])).build();
    return Stream.of(
        arguments("nothing", List.of()),
        arguments("photo first", List.of(chunk, some)),
        arguments("options twice", List.of(some, some)),
        arguments("empty message", List.of(some, TransmitRequest.getDefaultInstance())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders")
  void wrongOrderIsRefused(String name, List<TransmitRequest> messages) throws Exception {
    ErrorDetails error = exchange(messages);
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.reason()).isEqualTo("OUT_OF_ORDER");
  }

  @Test
  void chunkAboveTheLimitIsRefused() throws Exception {
    ErrorDetails error =
        exchange(
            List.of(
                TransmitRequest.newBuilder().setOptions(blank()).build(),
                TransmitRequest.newBuilder()
                    .setPhotoChunk(ByteString.copyFrom(new byte[Intake.MAX_CHUNK_BYTES + 1]))
                    .build()));
    assertThat(error.violations()).extracting(FieldViolation::field).containsExactly("photo_chunk");
  }

  private static ErrorDetails exchange(List<TransmitRequest> messages) throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    StreamObserver<TransmitRequest> requests =
        TransmitterServiceGrpc.newStub(harness.connection)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .transmit(
                new StreamObserver<>() {
                  @Override
                  public void onNext(TransmitResponse response) {}

                  @Override
                  public void onError(Throwable error) {
                    end.complete(error);
                  }

                  @Override
                  public void onCompleted() {
                    end.completeExceptionally(new AssertionError("the call ended well"));
                  }
                });
    messages.forEach(requests::onNext);
    requests.onCompleted();
    return ErrorDetails.of(end.get(10, TimeUnit.SECONDS));
  }

  private static TransmitOptions.Builder blank() {
    return TransmitOptions.newBuilder();
  }

  private static TransmitOptions limit(long seconds, int nanos) {
    return blank()
        .setLatencyLimit(Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  private static TransmitOptions fixed(double alpha, int point) {
    return blank()
        .setControl(ControlMode.CONTROL_MODE_FIXED)
        .setFixedAlpha(alpha)
        .setFixedOperatingPoint(point)
        .build();
  }

  private static TransmitOptions receiver(ReceiverOptions.Builder receiver) {
    return blank().setReceiver(receiver).build();
  }

  /** A PNG signature and header with a right checksum, and nothing after. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer out = ByteBuffer.allocate(33);
    out.putLong(0x89504e470d0a1a0aL).putInt(13);
    int from = out.position();
    out.putInt(0x49484452).putInt(width).putInt(height);
    out.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(out.array(), from, 17);
    return out.putInt((int) crc.getValue()).array();
  }
}
