package io.semlink.transmitter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.link.v1.PictureKind;
import io.semlink.transmitter.ConsoleClient.Answer;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.console.ConsoleMode;
import io.semlink.transmitter.v1.TransmitOptions;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the console shows and does, over its real port. */
@Timeout(120)
class ConsoleTest {
  private static final TransmitOptions PLAIN = TransmitOptions.getDefaultInstance();

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private Harness harness;
  private ConsoleClient console;

  @BeforeEach
  void start() throws Exception {
    harness = Harness.start(config -> config.withConsole(ConsoleConfig.DEFAULT));
    harness.channel.picture.set(Harness.png(32, 32));
    console = new ConsoleClient(harness.server.adminPort());
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    harness.close();
  }

  private JsonNode ended(String id) {
    await()
        .atMost(20, SECONDS)
        .until(() -> console.get("/api/photos/" + id).text("/finished_at").length() > 4);
    return console.get("/api/photos/" + id).json();
  }

  @Test
  void stateSaysWhatTheServiceCanDoAndHowThePeersAre() {
    await()
        .atMost(20, SECONDS)
        .until(() -> console.get("/api/state").text("/peers/0/state").equals("up"));
    Answer state = console.get("/api/state");
    assertThat(state.status()).isEqualTo(200);
    assertThat(state.text("/mode")).isEqualTo("control");
    assertThat(state.text("/service/bundle/name")).isEqualTo("test");
    assertThat(state.text("/service/default_scheme")).isEqualTo("CIE");
    assertThat(state.json().at("/service/operating_points").asInt()).isEqualTo(2);
    assertThat(state.json().at("/photo_bounds/max_file_bytes").asInt()).isEqualTo(32 << 20);
    assertThat(state.json().at("/kept_photos").asInt()).isEqualTo(12);
    assertThat(state.json().at("/queue/capacity").asInt()).isEqualTo(32);
    assertThat(state.text("/peers/0/name")).isEqualTo("channel");
    assertThat(state.text("/peers/0/breaker")).isEqualTo("CLOSED");
    assertThat(state.text("/peers/1/name")).isEqualTo("receiver");
    assertThat(state.text("/peers/1/state")).isEqualTo("up");
    assertThat(state.text("/peers/1/target")).isEqualTo("far:7403");
  }

  @Test
  void photoFromThePageGoesTheWayOfAnyOther() {
    byte[] photo = Harness.png(64, 48);
    Answer sent = console.photo(photo, "?latency_limit_ms=30&seed=7&labels=cat,%20dog&steps=3");
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.text("/source")).isEqualTo("console");
    assertThat(sent.text("/link")).isEqualTo("default");

    JsonNode done = ended(sent.text("/id"));
    assertThat(done.at("/state").asText()).isEqualTo("done");
    assertThat(done.at("/report/request_id").asText()).isEqualTo(sent.text("/id"));
    assertThat(done.at("/report/seed").asText()).as("int64 as a string").isEqualTo("7");
    assertThat(done.at("/report/channel/latency_limit").asText()).isEqualTo("0.030s");
    assertThat(done.at("/decided/decision/gvif").asDouble()).isEqualTo(0.25);
    assertThat(done.at("/sent/delivery/cut").isBoolean()).as("false is told too").isTrue();
    assertThat(done.at("/error").isNull()).isTrue();
    assertThat(done.at("/cancellable").asBoolean()).isFalse();
    assertThat(harness.channel.headers.element().getReceiver().getSteps()).isEqualTo(3);
    assertThat(names(done.get("pictures")))
        .containsExactlyInAnyOrder(
            "sent", "importance", "decoded", "received", "provenance", "mask");
    assertThat(harness.metrics())
        .contains("semlink_requests_total{outcome=\"ok\",reason=\"\",service=\"transmitter\"} 1.0");

    JsonNode points = console.get("/api/history").json().get("points");
    assertThat(points).hasSize(1);
    assertThat(points.get(0).get("outcome").asText()).isEqualTo("done");
    assertThat(points.get(0).get("gvif").asDouble()).isEqualTo(0.25);
    assertThat(points.get(0).get("deadline_ms").asDouble()).isEqualTo(30);
    assertThat(points.get(0).get("total_ms").asDouble()).isPositive();
  }

  @Test
  void picturesAreThoseThatWereSentAndCameBack() {
    byte[] photo = Harness.png(64, 48);
    String id = console.photo(photo, "").text("/id");
    ended(id);
    HttpResponse<byte[]> sent = console.file("/api/photos/" + id + "/sent.png");
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(sent.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    Photo shown = PhotoReader.read(sent.body());
    assertThat(shown.rgb()).isEqualTo(PhotoReader.read(photo).rgb());
    Photo importance =
        PhotoReader.read(console.file("/api/photos/" + id + "/importance.png").body());
    assertThat(importance.width()).isEqualTo(64);
    assertThat(console.file("/api/photos/" + id + "/received.png").body())
        .isEqualTo(harness.channel.picture.get());
    assertThat(console.get("/api/photos/" + id + "/step.png").status()).isEqualTo(404);
    assertThat(console.get("/api/photos/" + id + "/nonsense").status()).isEqualTo(404);
  }

  @Test
  void edgeDevicesAreSeenAndTheReceiverIsAskedForPicturesOnlyWhileSomebodyLooks() throws Exception {
    String blind = harness.send(PLAIN).report().getRequestId();
    assertThat(ended(blind).at("/source").asText()).isEqualTo("client");
    assertThat(names(ended(blind).get("pictures"))).containsExactlyInAnyOrder("sent", "importance");
    assertThat(harness.channel.headers.remove().getReceiver().getWantedPicturesList()).isEmpty();
    try (ConsoleEvents events = console.events()) {
      events.await("links", links -> true);
      List<PictureKind> got = new ArrayList<>();
      String seen =
          harness
              .send(
                  PLAIN,
                  event -> {
                    if (event.hasPicture()) {
                      got.add(event.getPicture().getKind());
                    }
                  })
              .report()
              .getRequestId();
      assertThat(names(ended(seen).get("pictures"))).contains("received", "provenance");
      assertThat(got).as("not for the client, who did not ask").isEmpty();
    }
    assertThat(console.get("/api/photos").json().get("photos"))
        .hasSize(2)
        .last()
        .satisfies(oldest -> assertThat(oldest.get("id").asText()).isEqualTo(blind));
  }

  @Test
  void operatorCancelsTheRequestOfAnEdgeDevice() throws Exception {
    harness.coder.permits.drainPermits();
    TransmitOptions options = PLAIN.toBuilder().setRequestId("camera-7").build();
    Future<ErrorDetails> device = clients.submit(() -> harness.fails(Harness.png(32, 32), options));
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    Answer running = console.get("/api/photos/camera-7");
    assertThat(running.text("/state")).isEqualTo("running");
    assertThat(running.json().at("/cancellable").asBoolean()).isTrue();

    Answer cancelled = console.delete("/api/photos/camera-7");
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(cancelled.text("/state")).isEqualTo("cancelled");
    assertThat(cancelled.text("/error/reason")).isEqualTo("BY_OPERATOR");
    ErrorDetails told = device.get(20, SECONDS);
    assertThat(told.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(told.reason()).isEqualTo("BY_OPERATOR");
    assertThat(harness.channel.cancelled.await(20, SECONDS)).as("relay cancelled").isTrue();

    Answer again = console.delete("/api/photos/camera-7");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/error/reason")).isEqualTo("ALREADY_ENDED");
    assertThat(console.get("/api/history").text("/points/0/outcome")).isEqualTo("cancelled");
  }

  @Test
  void clientThatGoesAwayAndOneThatIsRefusedAreToldApart() throws Exception {
    harness.channel.error.set(() -> Status.DATA_LOSS.withDescription("broken").asException());
    String failed = "failing-1";
    harness.fails(Harness.png(32, 32), PLAIN.toBuilder().setRequestId(failed).build());
    JsonNode photo = ended(failed);
    assertThat(photo.at("/state").asText()).isEqualTo("failed");
    assertThat(photo.at("/error/code").asText()).isEqualTo("DATA_LOSS");
    assertThat(photo.at("/pictures/sent").asText()).isEqualTo("/api/photos/failing-1/sent.png");

    harness.fails(Harness.png(32, 32), PLAIN.toBuilder().setRequestId(failed).build());
    JsonNode second = ended(failed + "-2");
    assertThat(second.at("/state").asText()).as("the same id again").isEqualTo("failed");
  }

  @Test
  void whatCannotBeReadIsRefusedByField() {
    byte[] photo = Harness.png(32, 32);
    Answer many =
        console.photo(photo, "?alpha=x&steps=1.5&preview_only=maybe&colour=red&control=no");
    assertThat(many.status()).isEqualTo(400);
    assertThat(many.text("/error/code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(many.json().at("/error/violations"))
        .extracting(violation -> violation.get("field").asText())
        .containsExactly("alpha", "steps", "preview_only", "colour", "control");
    assertThat(console.photo(photo, "?latency_limit_ms=-1").text("/error/violations/0/field"))
        .isEqualTo("latency_limit_ms");
    Answer byService = console.photo(photo, "?scheme=NONSENSE&margin_db=99");
    assertThat(byService.status()).isEqualTo(400);
    assertThat(byService.json().at("/error/violations")).hasSize(2);
    assertThat(console.photo(new byte[0], "").text("/error/violations/0/field")).isEqualTo("body");
    Answer text =
        console.change(
            "POST",
            "/api/photos",
            java.net.http.HttpRequest.BodyPublishers.ofString("x"),
            "Content-Type",
            "text/plain");
    assertThat(text.status()).isEqualTo(400);
    assertThat(console.get("/api/photos").json().get("photos"))
        .as("nothing was taken up")
        .isEmpty();
  }

  @Test
  void photoThatIsNoneFailsWithTheReason() {
    Answer taken = console.photo(new byte[100], "");
    assertThat(taken.status()).isEqualTo(202);
    JsonNode photo = ended(taken.text("/id"));
    assertThat(photo.at("/state").asText()).isEqualTo("failed");
    assertThat(photo.at("/error/reason").asText()).isEqualTo("PHOTO_UNREADABLE");
  }

  @Test
  void tooLargeBodiesAreRefused() {
    Answer photo = console.photo(new byte[(32 << 20) + 1], "");
    assertThat(photo.status()).isEqualTo(413);
    assertThat(photo.text("/error/reason")).isEqualTo("TOO_LARGE");
    Answer link = console.patch("/api/links/default", " ".repeat((1 << 20) + 1));
    assertThat(link.status()).isEqualTo(413);
    assertThat(console.get("/api/state").status()).as("goes on").isEqualTo(200);
  }

  @Test
  void busyServiceIsSaid() throws Exception {
    harness.close();
    harness = Harness.start(config -> config.withConsole(ConsoleConfig.DEFAULT).withWorkers(1, 1));
    console = new ConsoleClient(harness.server.adminPort());
    harness.coder.permits.drainPermits();
    assertThat(console.photo(Harness.png(32, 32), "").status()).isEqualTo(202);
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    Answer waiting = console.photo(Harness.png(32, 32), "");
    assertThat(waiting.status()).isEqualTo(202);
    assertThat(console.get("/api/photos/" + waiting.text("/id")).text("/state"))
        .isEqualTo("queued");
    Answer refused = console.photo(Harness.png(32, 32), "");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("/error/reason")).isEqualTo("QUEUE_FULL");
    assertThat(refused.json().at("/error/retry_after_ms").asLong()).isPositive();

    assertThat(console.delete("/api/photos/" + waiting.text("/id")).status()).isEqualTo(202);
    await()
        .atMost(20, SECONDS)
        .until(() -> console.get("/api/state").json().at("/queue/depth").asInt() == 0);
  }

  @Test
  void unknownThingsAreNotFound() {
    for (String path : List.of("/api/photos/none", "/api/photos/none/sent.png", "/api/nothing")) {
      Answer answer = console.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.text("/error/code")).isEqualTo("NOT_FOUND");
    }
    assertThat(console.delete("/api/photos/none").status()).isEqualTo(404);
  }

  @Test
  void linksAreShownChangedAndReset() {
    Answer links = console.get("/api/links");
    assertThat(links.json().at("/links/0/config/snr_db").asDouble()).isEqualTo(6);
    assertThat(links.text("/presets/0/name")).isEqualTo("urban");

    Answer changed = console.patch("/api/links/default?preset=urban", "{\"snr_db\": 12.5}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/config/snr_db").asDouble()).isEqualTo(12.5);
    assertThat(harness.channel.links.updates.element().getPreset()).isEqualTo("urban");
    assertThat(harness.channel.links.updates.element().getConfig().hasBandwidthHz())
        .as("only what was given")
        .isFalse();

    Answer wrong = console.patch("/api/links/default", "{\"snr_db\": 200}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("/error/violations/0/field")).isEqualTo("config.snr_db");
    assertThat(console.patch("/api/links/default", "{\"colour\": 1}").status()).isEqualTo(400);
    assertThat(console.patch("/api/links/default", "not json").status()).isEqualTo(400);

    Answer reset =
        console.change(
            "POST", "/api/links/default/reset", java.net.http.HttpRequest.BodyPublishers.noBody());
    assertThat(reset.text("/config/name")).isEqualTo("default");
    assertThat(harness.channel.links.resets).containsExactly("default");
  }

  @Test
  void channelThatIsDownIsSaid() {
    harness.channel.close();
    await()
        .atMost(20, SECONDS)
        .until(() -> console.get("/api/state").text("/peers/0/state").equals("down"));
    Answer links = console.get("/api/links");
    assertThat(links.status()).isEqualTo(503);
    assertThat(links.text("/error/reason")).isEqualTo("PEER_DOWN");
    await()
        .atMost(20, SECONDS)
        .until(() -> console.get("/api/state").text("/peers/1/state").equals("unknown"));
    assertThat(console.get("/api/state").text("/peers/0/detail")).isNotEmpty();
  }

  @Test
  void withoutPicturesNumbersAreKept() throws Exception {
    harness.close();
    harness =
        Harness.start(
            config -> config.withConsole(new ConsoleConfig(Optional.of(ConsoleMode.CONTROL), 0)));
    harness.channel.picture.set(Harness.png(32, 32));
    console = new ConsoleClient(harness.server.adminPort());
    JsonNode done = ended(console.photo(Harness.png(32, 32), "").text("/id"));
    assertThat(done.at("/report/request_id").asText()).isEqualTo(done.at("/id").asText());
    assertThat(done.get("pictures")).isEmpty();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
