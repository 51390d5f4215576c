package io.semlink.chassis;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/** A service on free loopback ports with a client, for one test. */
final class TestService implements AutoCloseable {
  final Telemetry telemetry = Telemetry.create("channel");
  final ServiceRuntime runtime;
  final ManagedChannel client;

  TestService(BindableService service) throws IOException {
    this(ServerConfig.loopback(), service);
  }

  TestService(ServerConfig config, BindableService service) throws IOException {
    runtime =
        ServiceRuntime.builder(config, telemetry)
            .service(service)
            .translate(
                NumberFormatException.class,
                e ->
                    ServiceException.dataLoss(
                        "UNDECODABLE", "not a number", java.util.Map.of("offset_bytes", "7")))
            .info("bundle", () -> "compact")
            .start();
    client =
        NettyChannelBuilder.forAddress("127.0.0.1", runtime.port())
            .usePlaintext()
            .maxInboundMetadataSize(1 << 16)
            .build();
  }

  ChannelServiceBlockingStub stub() {
    return ChannelServiceGrpc.newBlockingStub(client).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  HttpResponse<String> http(String path) throws IOException, InterruptedException {
    return http("GET", path);
  }

  HttpResponse<String> http(String method, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + runtime.admin().port() + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.shutdownNow();
    runtime.close();
  }
}
