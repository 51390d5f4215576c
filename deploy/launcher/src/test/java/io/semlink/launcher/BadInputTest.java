package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.semlink.client.TransmitterClient;
import io.semlink.launcher.LinkExtension.RunningLink;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be sent is refused with a status and a message that says what to do. */
@ExtendWith(LinkExtension.class)
final class BadInputTest {
  private static final TransmitOptions GOOD =
      TransmitOptions.newBuilder()
          .setLinkName(LinkExtension.linkName(6))
          .setLatencyLimit(Duration.newBuilder().setNanos(30_000_000))
          .setReceiver(ReceiverOptions.newBuilder().setPreviewOnly(true))
          .build();

  private byte[] photo = {};
  private final TransmitterClient client;

  BadInputTest(RunningLink link) {
    client = new TransmitterClient(link.channel());
  }

  @BeforeEach
  void readPhoto() throws IOException {
    photo = Files.readAllBytes(Home.examples().resolve("chelsea.png"));
  }

  /** Whatever was refused, the next photo gets through. */
  @AfterEach
  void theServiceGoesOn() {
    assertThat(
            client
                .send(photo, GOOD, java.time.Duration.ofMinutes(1), event -> {})
                .report()
                .getBits()
                .getTotalBits())
        .isPositive();
  }

  private StatusRuntimeException refused(byte[] file, TransmitOptions options) {
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client.send(file, options, java.time.Duration.ofMinutes(1), event -> {}));
    assertThat(error).as("an error").isNotNull();
    return error;
  }

  private static void assertRefused(
      StatusRuntimeException error, Status.Code code, String reason, String... words)
      throws IOException {
    assertThat(error.getStatus().getCode()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.getStatus().getDescription()).contains(words);
    boolean found = false;
    for (com.google.protobuf.Any detail : StatusProto.fromThrowable(error).getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        assertThat(detail.unpack(ErrorInfo.class).getReason()).isEqualTo(reason);
        found = true;
      }
      if (detail.is(BadRequest.class)) {
        assertThat(detail.unpack(BadRequest.class).getFieldViolationsCount()).isPositive();
      }
    }
    assertThat(found).as("ErrorInfo").isTrue();
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    byte[] text = "this is not a photograph".repeat(100).getBytes(StandardCharsets.UTF_8);
    assertRefused(
        refused(text, GOOD), Status.Code.INVALID_ARGUMENT, "PHOTO_UNREADABLE", "PNG, JPEG or WebP");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertRefused(
        refused(new byte[0], GOOD), Status.Code.INVALID_ARGUMENT, "PHOTO_UNREADABLE", "0 bytes");
  }

  @Test
  void refusesAGiantByItsHeaderAlone() throws IOException {
    assertRefused(
        refused(pngHeader(50_000, 50_000), GOOD),
        Status.Code.INVALID_ARGUMENT,
        "PHOTO_UNREADABLE",
        "50000",
        "4096");
  }

  @Test
  void refusesAnUnknownLabel() throws IOException {
    TransmitOptions options = GOOD.toBuilder().addLabelsOfInterest("no such thing").build();
    assertRefused(
        refused(photo, options), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", "no such thing");
  }

  @Test
  void refusesANegativeLimit() throws IOException {
    TransmitOptions options =
        GOOD.toBuilder().setLatencyLimit(Duration.newBuilder().setNanos(-1_000_000)).build();
    assertRefused(
        refused(photo, options), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", "latency_limit");
  }

  @Test
  void tellsTheSmallestLimitThatWouldDo() throws IOException {
    TransmitOptions options =
        GOOD.toBuilder().setLatencyLimit(Duration.newBuilder().setNanos(50_000)).build();
    StatusRuntimeException error = refused(photo, options);
    assertRefused(error, Status.Code.FAILED_PRECONDITION, "LIMIT_INFEASIBLE", "at least");
    assertThat(Failure.of(error).code()).isEqualTo(ExitCode.INFEASIBLE);
  }

  /** Signature and IHDR of an 8-bit RGB picture, and no more. */
  private static byte[] pngHeader(int width, int height) {
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    return ByteBuffer.allocate(33)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .put(header)
        .putInt((int) crc.getValue())
        .array();
  }
}
