package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.semlink.chassis.EventStreams.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventStreamsTest {
  private final EventStreams streams = new EventStreams("test", 3);
  private final EventStreams strict = new EventStreams("test", 3, Duration.ofSeconds(1));
  private TestService service;

  @BeforeEach
  void start() throws Exception {
    service = new TestService(new EchoChannel(request -> "a"));
    service.runtime.admin().stream("/events", streams::open);
    service.runtime.admin().stream("/strict", strict::open);
  }

  @AfterEach
  void stop() {
    streams.close();
    strict.close();
    service.close();
  }

  /** A viewer whose buffer is small and who reads when told to. */
  private final class Viewer implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;

    Viewer() throws IOException {
      this("/events", streams);
    }

    Viewer(String path, EventStreams streams) throws IOException {
      int before = streams.viewers();
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(new InetSocketAddress("127.0.0.1", service.runtime.admin().port()));
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      await().atMost(20, TimeUnit.SECONDS).until(() -> streams.viewers() > before);
    }

    /** Reads on until a line begins so. */
    String upTo(String beginning) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
      throw new IOException("the stream ended");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void greet(String data) {
    streams.greet(() -> List.of(new Event("all", "all", data)));
  }

  @Test
  void viewerIsGreetedBeforeItIsToldAnything() throws Exception {
    try (Viewer viewer = new Viewer()) {
      streams.publish(new Event("one", "one", "missed"));
      greet("two\nlines");
      streams.publish(new Event("one", "one", "told"));
      assertThat(viewer.upTo("retry: ")).isEqualTo("retry: 2000");
      assertThat(viewer.upTo("event: ")).isEqualTo("event: all");
      assertThat(viewer.upTo("data: ")).isEqualTo("data: two");
      assertThat(viewer.upTo("data: ")).isEqualTo("data: lines");
      assertThat(viewer.upTo("event: ")).isEqualTo("event: one");
      assertThat(viewer.upTo("data: ")).isEqualTo("data: told");
    }
  }

  @Test
  void slowViewerMissesWhatWasReplacedAndNeverTheLast() throws Exception {
    String padding = "x".repeat(100_000);
    try (Viewer slow = new Viewer();
        Viewer quick = new Viewer()) {
      greet("hello");
      quick.upTo("event: all");
      for (int i = 0; i < 200; i++) {
        streams.publish(new Event("n", "n", i + " " + padding));
      }
      streams.publish(new Event("end", "end", "."));
      quick.upTo("event: end");

      int told = 0;
      String last = "";
      slow.upTo("event: all");
      for (String line = slow.upTo("event: ");
          line.equals("event: n");
          line = slow.upTo("event: ")) {
        last = slow.upTo("data: ");
        told++;
      }
      assertThat(last).startsWith("data: 199 ");
      assertThat(told).as("events sent to a viewer that did not read").isBetween(1, 190);
    }
  }

  @Test
  void viewerThatFellFarBehindIsToldEverythingAnew() throws Exception {
    String padding = "x".repeat(100_000);
    try (Viewer slow = new Viewer()) {
      greet("first");
      slow.upTo("event: all");
      // More than the sockets' buffers take, so that its thread waits for it to read.
      for (int i = 0; i < 150; i++) {
        streams.publish(new Event("n", "n" + i, padding));
      }
      for (int i = 0; i < 300; i++) {
        streams.publish(new Event("m", "m" + i, "small"));
      }
      greet("second");
      streams.publish(new Event("end", "end", "."));
      slow.upTo("event: all");
      assertThat(slow.upTo("data: ")).isEqualTo("data: second");
      assertThat(slow.upTo("event: ")).isEqualTo("event: end");
    }
  }

  @Test
  void viewerThatReadsNothingIsDropped() throws Exception {
    Event large = new Event("n", "n", "x".repeat(1_000_000));
    try (Viewer silent = new Viewer("/strict", strict);
        Viewer reader = new Viewer("/strict", strict)) {
      await()
          .atMost(20, TimeUnit.SECONDS)
          .until(
              () -> {
                strict.greet(() -> List.of(new Event("all", "all", "hello")));
                strict.publish(large);
                reader.upTo("event: n");
                return strict.viewers() == 1;
              });
    }
  }

  @Test
  void viewersAreBoundedAndTheStreamsEnd() throws Exception {
    try (Viewer a = new Viewer();
        Viewer b = new Viewer();
        Viewer c = new Viewer()) {
      // The handler's error ends the exchange; a console says why before.
      assertThatThrownBy(() -> service.http("/events")).isInstanceOf(IOException.class);
      b.close();
      // Nobody knows until something is sent.
      await()
          .atMost(20, TimeUnit.SECONDS)
          .until(
              () -> {
                greet("hello");
                streams.publish(new Event("n", "n", "."));
                return streams.viewers() == 2;
              });
      assertThat(a.upTo("event: all")).isNotEmpty();
      streams.close();
      assertThatThrownBy(() -> a.upTo("event: never")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> c.upTo("event: never")).isInstanceOf(IOException.class);
      await().atMost(20, TimeUnit.SECONDS).until(() -> streams.viewers() == 0);
    }
  }
}
