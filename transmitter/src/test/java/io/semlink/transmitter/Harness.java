package io.semlink.transmitter;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** A transmitter and a channel on real ports, and a client. */
final class Harness implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(20);

  final TestChannel channel;
  final TestCoder coder = new TestCoder();
  final TransmitterServer server;
  final ManagedChannel connection;
  final TransmitterClient client;

  private Harness(TestChannel channel, UnaryOperator<TransmitterConfig> change) throws IOException {
    this.channel = channel;
    TransmitterConfig config = change.apply(config(channel.port()));
    server = TransmitterServer.wire(config, coder, () -> {}, () -> {});
    connection = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    client = new TransmitterClient(connection);
  }

  static Harness start() throws IOException {
    return start(config -> config);
  }

  static Harness start(UnaryOperator<TransmitterConfig> change) throws IOException {
    return new Harness(new TestChannel(), change);
  }

  static TransmitterConfig config(int channelPort) {
    return TransmitterConfig.of(
        ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
        PeerConfig.plaintext("channel", "127.0.0.1", channelPort),
        Path.of("unused"));
  }

  /** A noisy picture as a PNG file. */
  static byte[] png(int width, int height) {
    return PngWriter.write(photo(width, height));
  }

  static Photo photo(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(7).nextBytes(rgb);
    return new Photo(width, height, rgb);
  }

  TransmissionResult send(TransmitOptions options) {
    return send(options, event -> {});
  }

  TransmissionResult send(TransmitOptions options, Consumer<TransmitResponse> events) {
    return client.send(png(64, 48), options, DEADLINE, events);
  }

  /** Sends and returns the error that must come. */
  ErrorDetails fails(byte[] photo, TransmitOptions options) {
    return failure(() -> client.send(photo, options, DEADLINE, event -> {}));
  }

  static ErrorDetails failure(Runnable call) {
    StatusRuntimeException error =
        Assertions.catchThrowableOfType(StatusRuntimeException.class, call::run);
    Assertions.assertThat(error).as("an error status").isNotNull();
    return ErrorDetails.of(error);
  }

  /** The admin port's metrics. */
  String metrics() {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    coder.permits.release(1000);
    connection.shutdownNow();
    try {
      connection.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    channel.close();
  }
}
