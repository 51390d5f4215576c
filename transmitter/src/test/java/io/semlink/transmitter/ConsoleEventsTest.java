package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.v1.TransmitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What viewers are told, and when. */
@Timeout(120)
class ConsoleEventsTest {
  private static final int MAX_VIEWERS = 16;

  private final List<ConsoleEvents> open = new ArrayList<>();
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
    open.forEach(ConsoleEvents::close);
    harness.close();
  }

  private ConsoleEvents view() {
    ConsoleEvents events = console.events();
    open.add(events);
    return events;
  }

  @Test
  void viewerIsToldEverythingFirstAndThenWhatChanges() throws Exception {
    harness.send(TransmitOptions.newBuilder().setRequestId("before").build());
    ConsoleEvents events = view();
    ConsoleEvents.Event state = events.next();
    assertThat(state.name()).isEqualTo("state");
    assertThat(state.data().get("mode").asText()).isEqualTo("control");
    ConsoleEvents.Event photos = events.next();
    assertThat(photos.name()).isEqualTo("photos");
    assertThat(photos.data().at("/photos/0/id").asText()).isEqualTo("before");
    ConsoleEvents.Event history = events.next();
    assertThat(history.name()).isEqualTo("history");
    assertThat(history.data().get("points")).hasSize(1);
    ConsoleEvents.Event links = events.next();
    assertThat(links.name()).isEqualTo("links");
    assertThat(links.data().at("/links/0/config/name").asText()).isEqualTo("default");

    harness.coder.permits.drainPermits();
    String id = console.photo(Harness.png(32, 32), "").text("/id");
    events.await("photo", photo -> isOf(photo, id, "running"));
    harness.coder.permits.release(10);
    JsonNode done = events.await("photo", photo -> isOf(photo, id, "done"));
    assertThat(done.at("/report/request_id").asText()).isEqualTo(id);
    assertThat(done.at("/pictures").has("received")).isTrue();
    JsonNode point = events.await("point", p -> true);
    assertThat(point.get("id").asText()).as("the earlier one is history").isEqualTo(id);
    events.await("state", s -> s.at("/service/uptime_seconds").asInt() >= 2);
  }

  @Test
  void changeOfALinkIsToldAtOnce() throws Exception {
    ConsoleEvents events = view();
    events.await("links", links -> true);
    long from = System.nanoTime();
    console.patch("/api/links/default", "{\"snr_db\": -3}");
    events.await("links", links -> links.at("/links/0/config/snr_db").asDouble() == -3);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from)).isLessThan(5000);

    harness.channel.close();
    JsonNode down = events.await("links", links -> links.has("error"));
    assertThat(down.at("/error/reason").asText()).isEqualTo("PEER_DOWN");
    events.await("state", state -> state.at("/peers/0/state").asText().equals("down"));
  }

  @Test
  void viewersAreBoundedAndLeaveTheirPlaces() throws Exception {
    for (int i = 0; i < MAX_VIEWERS; i++) {
      assertThat(view().status()).isEqualTo(200);
    }
    ConsoleClient.Answer refused = console.get("/api/events");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("/error/reason")).isEqualTo("TOO_MANY_VIEWERS");
    assertThat(console.get("/api/state").status())
        .as("viewers hold none of the admin threads")
        .isEqualTo(200);
    ConsoleEvents last = open.get(MAX_VIEWERS - 1);
    last.await("state", state -> true);

    open.get(0).close();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              ConsoleEvents again = view();
              return again.status() == 200;
            });
  }

  @Test
  void streamsEndWithTheService() throws Exception {
    ConsoleEvents events = view();
    events.await("links", links -> true);
    harness.server.close();
    assertThat(events.awaitEnd()).isTrue();
  }

  private static boolean isOf(JsonNode photo, String id, String state) {
    return photo.get("id").asText().equals(id) && photo.get("state").asText().equals(state);
  }
}
