package io.semlink.receiver;

import com.google.protobuf.ByteString;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.Container;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.EndOfDelivery;
import io.semlink.receiver.v1.ReceiveHeader;
import io.semlink.receiver.v1.ReceiveRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Coded photos, and the messages in which a channel brings them. */
final class Deliveries {
  private static final Schemes SCHEMES = Schemes.open(Bundle.load(bundle()));

  private Deliveries() {}

  /** Folder of the repository's bundle, wherever in the repository the tests run. */
  static Path bundle() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("models/bundles/compact/bundle.json"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("run the tests inside the repository");
    }
    return at.resolve("models/bundles/compact");
  }

  static Schemes schemes() {
    return SCHEMES;
  }

  /** A picture with some structure: coloured bands with a bright disc. */
  static Photo photo(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        double distance = Math.hypot(x - width / 2.0, y - height / 2.0) / Math.min(width, height);
        boolean disc = distance < 0.3;
        rgb[at] = (byte) (disc ? 230 : 40 + 120 * y / height);
        rgb[at + 1] = (byte) (disc ? 200 - 200 * distance : 90 + 10 * Math.sin(x / 9.0));
        rgb[at + 2] = (byte) (disc ? 40 : 200 - 100 * y / height);
      }
    }
    return new Photo(width, height, rgb);
  }

  static Container code(String scheme, int width, int height, int point, double alpha) {
    return SCHEMES
        .encoder(scheme)
        .encode(
            photo(width, height),
            EncodeOptions.of(new Control.Fixed(new OperatingChoice(point, alpha))),
            StageListener.NONE)
        .container();
  }

  static ReceiveRequest header(String requestId, ReceiverOptions options) {
    return ReceiveRequest.newBuilder()
        .setHeader(ReceiveHeader.newBuilder().setRequestId(requestId).setOptions(options))
        .build();
  }

  /** A file in segments of some bytes each. */
  static List<ReceiveRequest> segments(byte[] file, int size) {
    List<ReceiveRequest> segments = new ArrayList<>();
    for (int from = 0; from < file.length; from += size) {
      segments.add(
          segment(
              segments.size(),
              ByteString.copyFrom(file, from, Math.min(size, file.length - from))));
    }
    return segments;
  }

  static ReceiveRequest segment(int index, ByteString payload) {
    return ReceiveRequest.newBuilder()
        .setSegment(Segment.newBuilder().setIndex(index).setPayload(payload))
        .build();
  }

  static ReceiveRequest end(boolean cut) {
    return ReceiveRequest.newBuilder()
        .setEndOfDelivery(EndOfDelivery.newBuilder().setDelivery(Delivery.newBuilder().setCut(cut)))
        .build();
  }

  /** All messages of a delivery of a file. */
  static List<ReceiveRequest> of(String requestId, ReceiverOptions options, byte[] file) {
    List<ReceiveRequest> messages = new ArrayList<>();
    messages.add(header(requestId, options));
    messages.addAll(segments(file, 1000));
    messages.add(end(false));
    return messages;
  }
}
