package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to a console as its page does. */
final class ConsoleClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String base;
  private final HttpClient http = HttpClient.newHttpClient();

  /** An answer in JSON. */
  record Answer(int status, JsonNode json) {
    /** Text at a path such as {@code /error/reason}. */
    String text(String path) {
      return json.at(path).asText();
    }
  }

  ConsoleClient(int adminPort) {
    base = "http://127.0.0.1:" + adminPort;
  }

  String base() {
    return base;
  }

  Answer get(String path) {
    return json(send(request(path), BodyHandlers.ofString()));
  }

  HttpResponse<byte[]> file(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, BodyHandlers.ofByteArray());
  }

  /** Sends a change with the header that changes need. */
  Answer change(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        request(path).method(method, body).header("X-Semlink-Console", "1");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return json(send(request, BodyHandlers.ofString()));
  }

  /** Sends a request as it is. */
  Answer plain(String method, String path, String... headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return json(send(request, BodyHandlers.ofString()));
  }

  Answer photo(byte[] file, String query) {
    return change(
        "POST",
        "/api/photos" + query,
        BodyPublishers.ofByteArray(file),
        "Content-Type",
        "image/png");
  }

  Answer patch(String path, String json) {
    return change("PATCH", path, BodyPublishers.ofString(json));
  }

  Answer delete(String path) {
    return change("DELETE", path, BodyPublishers.noBody());
  }

  ConsoleEvents events() {
    return new ConsoleEvents(http, URI.create(base + "/api/events"));
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + json, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer json(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    return new Answer(response.statusCode(), parse(response.body()));
  }
}
