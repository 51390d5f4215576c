package io.semlink.transmitter.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.semlink.chassis.AdminServer;
import io.semlink.chassis.ErrorDetails;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to the console's HTTP interface.
 *
 * @param exchange the exchange
 * @param method in capitals, HEAD as GET
 * @param path what follows {@code /api/}, cut at slashes
 */
record Request(HttpExchange exchange, String method, List<String> path) {
  private static final String PREFIX = "/api/";
  private static final String JSON = "application/json";

  static Request of(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    return new Request(
        exchange,
        method.equals("HEAD") ? "GET" : method,
        List.of(path.substring(PREFIX.length()).split("/", -1)));
  }

  /** Whether it has this method, and a path of these parts, where {@code *} stands for any. */
  boolean is(String wantedMethod, String... parts) {
    if (!method.equals(wantedMethod) || path.size() != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].equals("*") && !parts[i].equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Parameters of the query; of one that comes twice the last. */
  Map<String, String> query() {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
    }
    return parameters;
  }

  void answer(int status, ObjectNode body) throws IOException {
    answer(status, ConsoleJson.text(body));
  }

  void answer(int status, String json) throws IOException {
    AdminServer.answer(exchange, status, JSON, json);
  }

  void answer(ErrorDetails error) throws IOException {
    answer(ApiError.httpStatus(error), ApiError.body(error));
  }
}
