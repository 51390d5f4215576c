import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.PictureKind;
import io.semlink.transmitter.v1.TransmitOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * An edge device: sends a photo and saves what the receiver made of it. Runs from its source, with
 * the client artifact, the contracts and gRPC on the class path:
 *
 * <pre>
 *   java -cp 'deploy/launcher/target/lib/*' examples/clients/java/SendPhoto.java HOST:PORT PHOTO RECEIVED.png
 * </pre>
 */
public class SendPhoto {
  private static final int LIMIT_MILLIS = 30;

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: SendPhoto HOST:PORT PHOTO RECEIVED.png");
      System.exit(2);
    }
    ManagedChannel channel =
        Grpc.newChannelBuilder(args[0], InsecureChannelCredentials.create()).build();
    try {
      TransmitterClient client = new TransmitterClient(channel).waitingForReady();
      TransmitOptions options =
          TransmitOptions.newBuilder()
              // One's own identifier: the service answers a second call under it with the same report.
              .setRequestId("example-" + UUID.randomUUID())
              .setLatencyLimit(
                  com.google.protobuf.Duration.newBuilder().setNanos(LIMIT_MILLIS * 1_000_000))
              .addWantedPictures(PictureKind.PICTURE_KIND_RECEIVED)
              .build();
      TransmissionResult result =
          client.send(
              Path.of(args[1]),
              options,
              Duration.ofMinutes(2),
              event -> {
                if (event.hasDecided()) {
                  System.out.printf(
                      "sends %d bits%n", event.getDecided().getBits().getTotalBits());
                }
              });
      Files.write(
          Path.of(args[2]), result.picture(PictureKind.PICTURE_KIND_RECEIVED).orElseThrow().png());
      System.out.printf(
          "GVIF %.3f, caption: %s%n",
          result.report().getDecision().getGvif(), result.report().getDecision().getCaption());
    } finally {
      channel.shutdownNow();
    }
  }
}
