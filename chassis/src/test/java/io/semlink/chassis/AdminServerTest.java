package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private TestService service;

  @BeforeEach
  void start() throws Exception {
    service = new TestService(new EchoChannel(request -> "a"));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.runtime.admin().port() + path);
    return http.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void resourceTakesItsMethodsAndBoundedBodies() throws Exception {
    service
        .runtime
        .admin()
        .resource(
            "/things/",
            Set.of("GET", "POST"),
            exchange -> {
              try {
                byte[] body = AdminServer.body(exchange, 10);
                String text = exchange.getRequestMethod() + " " + new String(body, UTF_8);
                AdminServer.answer(exchange, 200, "text/plain", text);
              } catch (ServiceException e) {
                AdminServer.answer(exchange, 413, "text/plain", e.reason());
              }
            });
    assertThat(send("POST", "/things/1", "0123456789".getBytes(UTF_8)).body())
        .isEqualTo("POST 0123456789");
    assertThat(send("GET", "/things/", new byte[0]).body()).isEqualTo("GET ");
    HttpResponse<String> refused = send("DELETE", "/things/1", new byte[0]);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, POST");
    assertThat(send("POST", "/things/1", new byte[11]).body()).isEqualTo("TOO_LARGE");
    assertThat(send("POST", "/things/1", new byte[20]).statusCode()).isEqualTo(413);
    assertThat(send("POST", "/info", new byte[0]).statusCode()).as("pages").isEqualTo(405);
  }

  @Test
  void everyAnswerKeepsTheBrowserInItsPlace() throws Exception {
    for (String path : new String[] {"/metrics", "/healthz", "/info"}) {
      HttpResponse<String> answer = send("GET", path, new byte[0]);
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValue("default-src 'self'; frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  @Test
  void streamsHoldNoneOfTheThreads() throws Exception {
    BlockingQueue<HttpExchange> handedOn = new LinkedBlockingQueue<>();
    service.runtime.admin().stream("/slow", handedOn::add);
    List<java.util.concurrent.CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    URI uri = URI.create("http://127.0.0.1:" + service.runtime.admin().port() + "/slow");
    for (int i = 0; i < 8; i++) {
      waiting.add(http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
    }
    List<HttpExchange> exchanges = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpExchange exchange = handedOn.poll(20, TimeUnit.SECONDS);
      assertThat(exchange).as("stream %d", i).isNotNull();
      exchanges.add(exchange);
    }
    assertThat(send("GET", "/healthz", new byte[0]).statusCode()).isEqualTo(200);
    assertThat(waiting).noneMatch(java.util.concurrent.CompletableFuture::isDone);
    for (HttpExchange exchange : exchanges) {
      AdminServer.answer(exchange, 200, "text/plain", "late");
      exchange.close();
    }
    for (java.util.concurrent.CompletableFuture<HttpResponse<String>> answer : waiting) {
      assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("late");
    }
  }

  @Test
  void handlerThatFailsEndsItsStream() throws Exception {
    service.runtime.admin().stream(
        "/broken",
        exchange -> {
          throw new IllegalStateException("broken");
        });
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> send("GET", "/broken", new byte[0]))
        .isInstanceOf(java.io.IOException.class);
    assertThat(send("GET", "/healthz", new byte[0]).statusCode()).isEqualTo(200);
  }
}
