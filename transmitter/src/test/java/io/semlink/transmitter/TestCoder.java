package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Segment;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.OperatingPointInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** A coder without networks: sends the first bytes of the photo, and can be held up. */
final class TestCoder implements PhotoCoder {
  /** A permit lets one photo through; plenty unless a test drains them. */
  final Semaphore permits = new Semaphore(1000);

  /** What coding a photo takes. */
  final AtomicReference<Runnable> work = new AtomicReference<>(() -> {});

  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public GetCapabilitiesResponse capabilities() {
    return GetCapabilitiesResponse.newBuilder()
        .setBundle(BundleIdentity.newBuilder().setName("test").setFingerprint("00"))
        .addSchemes("CIE")
        .addSchemes("TEXT_ONLY")
        .addOperatingPoints(OperatingPointInfo.newBuilder().setIndex(0))
        .addOperatingPoints(OperatingPointInfo.newBuilder().setIndex(1))
        .build();
  }

  @Override
  public void check(RequestOptions options) {}

  @Override
  public CodedPhoto code(Photo photo, RequestOptions options, UsableLink link, Stages stages) {
    entered.countDown();
    permits.acquireUninterruptibly();
    work.get().run();
    try {
      // A stage that comes back, as the search for the operating point does.
      stages.ended("decide", Duration.ofMillis(1));
      stages.ended("code", Duration.ofMillis(2));
      stages.ended("decide", Duration.ofMillis(3));
    } catch (RuntimeException e) {
      stopped.countDown();
      throw e;
    }
    int rows = (photo.height() + 15) / 16;
    int columns = (photo.width() + 15) / 16;
    float[] importance = new float[rows * columns];
    Arrays.fill(importance, 0.5f);
    importance[0] = 1;
    KeepMask mask = KeepMask.uniform(rows, columns, true);
    return new CodedPhoto(
        List.of(segment(0, "framing", 20), segment(1, "latent", 300)),
        Decision.newBuilder()
            .setScheme(options.scheme())
            .setAlpha(0.5)
            .setOperatingPoint(1)
            .setKeptCells(mask.count())
            .setTotalCells(mask.cells())
            .setGvif(0.25)
            .setWidthPx(photo.width())
            .setHeightPx(photo.height())
            .build(),
        BitLedger.newBuilder()
            .setFramingBits(8 * 24)
            .setLatentBits(8 * 296)
            .setTotalBits(8 * 320)
            .build(),
        new ImportanceMap(rows, columns, importance),
        mask);
  }

  private static Segment segment(int index, String kind, int bytes) {
    return Segment.newBuilder()
        .setIndex(index)
        .setKind(kind)
        .setPayload(ByteString.copyFrom(new byte[bytes]))
        .build();
  }
}
