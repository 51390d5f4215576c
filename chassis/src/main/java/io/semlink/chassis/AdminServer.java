package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What operators ask of a service, on a port and threads of its own: {@code /metrics} (Prometheus),
 * {@code /healthz} (it lives), {@code /readyz} (it takes work), {@code /info} (JSON), and pages
 * that are added, such as a console at {@code /}. Answers GET and HEAD only.
 */
public final class AdminServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  static {
    // A client that never finishes its request would keep a thread; the JDK's default is for ever.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }
  }

  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final ObjectMapper mapper = new ObjectMapper();

  private AdminServer(
      String host,
      int port,
      Telemetry telemetry,
      BooleanSupplier ready,
      Map<String, Supplier<Object>> info)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(host, port), WAITING);
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, telemetry.service() + "-admin");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    server.setExecutor(executor);
    page(
        "/metrics",
        exchange -> {
          Telemetry.Scrape scrape =
              telemetry.scrape(exchange.getRequestHeaders().getFirst("Accept"));
          answer(exchange, 200, scrape.contentType(), scrape.body());
        });
    page("/healthz", exchange -> answer(exchange, 200, TEXT, "ok\n"));
    page(
        "/readyz",
        exchange -> {
          boolean now = ready.getAsBoolean();
          answer(exchange, now ? 200 : 503, TEXT, now ? "ready\n" : "not ready\n");
        });
    page("/info", exchange -> answer(exchange, 200, JSON, json(info)));
  }

  /** Binds the port and starts to answer. */
  static AdminServer start(
      String host,
      int port,
      Telemetry telemetry,
      BooleanSupplier ready,
      Map<String, Supplier<Object>> info)
      throws IOException {
    AdminServer admin = new AdminServer(host, port, telemetry, ready, info);
    admin.server.start();
    return admin;
  }

  /** Port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Adds a page; {@code path} also takes what lies below it if it ends with a slash. */
  public void page(String path, HttpHandler handler) {
    server.createContext(path, exchange -> serve(path, handler, exchange));
  }

  /** Sends a whole answer, with headers that let a browser do nothing but show it. */
  public static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    answer(exchange, status, type, body.getBytes(UTF_8));
  }

  /** Sends a whole answer, with headers that let a browser do nothing but show it. */
  public static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void serve(String path, HttpHandler handler, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, TEXT, "only GET and HEAD\n");
      } else if (!path.endsWith("/") && !exchange.getRequestURI().getPath().equals(path)) {
        answer(exchange, 404, TEXT, "there is nothing here\n");
      } else {
        handler.handle(exchange);
      }
    }
  }

  private String json(Map<String, Supplier<Object>> info) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    info.forEach((key, value) -> values.put(key, value.get()));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n";
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
