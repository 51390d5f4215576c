package io.semlink.transmitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.transmitter.ConsoleClient.Answer;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.console.ConsoleMode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may look, who may act, and what a browser is told. */
@Timeout(60)
class ConsoleGuardTest {
  private Harness harness;
  private ConsoleClient console;

  private void start(ConsoleMode mode) throws Exception {
    harness = Harness.start(config -> config.withConsole(new ConsoleConfig(Optional.of(mode), 12)));
    console = new ConsoleClient(harness.server.adminPort());
  }

  @AfterEach
  void stop() {
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void changesNeedTheHeaderAndNoForeignOrigin() throws Exception {
    start(ConsoleMode.CONTROL);
    String reset = "/api/links/default/reset";
    Answer bare = console.plain("POST", reset);
    assertThat(bare.status()).isEqualTo(403);
    assertThat(bare.text("/error/reason")).isEqualTo("HEADER_MISSING");
    String header = "X-Semlink-Console";
    Answer foreign = console.plain("POST", reset, header, "1", "Origin", "https://elsewhere.org");
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.text("/error/reason")).isEqualTo("FOREIGN_ORIGIN");
    assertThat(console.plain("POST", reset, header, "1", "Origin", "null").status()).isEqualTo(403);
    assertThat(console.plain("POST", reset, header, "1", "Origin", "::").status()).isEqualTo(403);
    assertThat(harness.channel.links.resets).isEmpty();

    assertThat(console.plain("POST", reset, header, "1", "Origin", console.base()).status())
        .isEqualTo(200);
    assertThat(console.plain("POST", reset, header, "1").status()).isEqualTo(200);
  }

  @Test
  void nameThatWasReboundToLoopbackIsRefused() throws Exception {
    start(ConsoleMode.CONTROL);
    assertThat(statusLine("evil.example:80")).contains(" 403 ");
    assertThat(statusLine("1.2.3.4.evil.example")).contains(" 403 ");
    assertThat(statusLine("")).contains(" 403 ");
    for (String host : new String[] {"localhost:1", "127.0.0.1", "[::1]:8401", "LOCALHOST"}) {
      assertThat(statusLine(host)).as(host).contains(" 200 ");
    }
  }

  /** The first line of the answer to a request for the photos under a host name. */
  private String statusLine(String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", harness.server.adminPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/photos HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8).lines().findFirst().get();
    }
  }

  @Test
  void viewersOfAViewSeeAndDoNotAct() throws Exception {
    start(ConsoleMode.VIEW);
    assertThat(console.get("/api/state").text("/mode")).isEqualTo("view");
    assertThat(console.get("/api/links").status()).isEqualTo(200);
    Answer sent = console.photo(Harness.png(32, 32), "");
    assertThat(sent.status()).isEqualTo(403);
    assertThat(sent.text("/error/reason")).isEqualTo("VIEW_ONLY");
    assertThat(console.patch("/api/links/default", "{}").status()).isEqualTo(403);
    assertThat(console.delete("/api/photos/x").status()).isEqualTo(403);
  }

  @Test
  void consoleThatIsOffIsNotThere() throws Exception {
    start(ConsoleMode.OFF);
    assertThat(console.file("/").statusCode()).isEqualTo(404);
    assertThat(console.file("/api/state").statusCode()).isEqualTo(404);
    assertThat(console.file("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void networkLooksAndThisMachineActsUnlessToldOtherwise() {
    assertThat(ConsoleMode.standard("127.0.0.1")).isEqualTo(ConsoleMode.CONTROL);
    assertThat(ConsoleMode.standard("localhost")).isEqualTo(ConsoleMode.CONTROL);
    assertThat(ConsoleMode.standard("::1")).isEqualTo(ConsoleMode.CONTROL);
    assertThat(ConsoleMode.standard("0.0.0.0")).isEqualTo(ConsoleMode.VIEW);
    assertThat(ConsoleMode.standard("10.0.0.1")).isEqualTo(ConsoleMode.VIEW);
  }

  @Test
  void pageIsServedFromTheClassPathAndNothingElseIs() throws Exception {
    start(ConsoleMode.CONTROL);
    HttpResponse<byte[]> page = console.file("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    String etag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(console.file("/", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(console.file("/console/index.html").body()).isEqualTo(page.body());
    for (String path :
        new String[] {
          "/console/",
          "/console/Console.class",
          "/console/package-info.java",
          "/console/none.js",
          "/console/..%2FHarness.class",
          "/console/..%2f..%2flogback.xml",
          "/nothing"
        }) {
      assertThat(console.file(path).statusCode()).as(path).isEqualTo(404);
    }
  }
}
