package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What operators ask of a service, on a port and threads of its own: {@code /metrics} (Prometheus),
 * {@code /healthz} (it lives), {@code /readyz} (it takes work), {@code /info} (JSON), and what is
 * added: pages, such as a console at {@code /}, resources that can be changed, and streams. Every
 * answer has headers by which a browser loads nothing from elsewhere, stores nothing and shows it
 * in no frame; a handler may set others.
 */
public final class AdminServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int DROP_BYTES = 64 << 10;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  private static final Set<String> READING = Set.of("GET", "HEAD");

  static {
    // A client that never finishes its request would keep a thread; the JDK's default is for ever.
    // Time enough for a photo from a slow client, as the gRPC side gives it.
    standard("sun.net.httpserver.maxReqTime", "30");
    // Answers leave in two writes, which would wait for each other's acknowledgement.
    standard("sun.net.httpserver.nodelay", "true");
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
            DaemonThreads.named(telemetry.service() + "-admin"));
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

  /**
   * Adds a page, which answers GET and HEAD; {@code path} also takes what lies below it if it ends
   * with a slash.
   */
  public void page(String path, HttpHandler handler) {
    resource(path, READING, handler);
  }

  /**
   * Adds a resource that takes other methods too. The exchange ends with the handler's return. Read
   * bodies by {@link #body}.
   *
   * @param path as for a page
   * @param methods in capitals; others are answered with 405
   */
  public void resource(String path, Set<String> methods, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (admits(path, methods, exchange)) {
              handler.handle(exchange);
            }
          }
        });
  }

  /**
   * Adds a page whose answer goes on after the handler's return, so that it holds none of the few
   * threads. The handler hands the exchange on to what closes it, for example {@link
   * EventStreams#open}; if it throws, the exchange is closed here.
   */
  public void stream(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          boolean handedOn = false;
          try {
            if (admits(path, Set.of("GET"), exchange)) {
              handler.handle(exchange);
              handedOn = true;
            }
          } finally {
            if (!handedOn) {
              exchange.close();
            }
          }
        });
  }

  /**
   * Reads the body of a request.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED, reason TOO_LARGE, if it has more bytes than that
   */
  public static byte[] body(HttpExchange exchange, int maxBytes) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(maxBytes);
    if (in.read() < 0) {
      return body;
    }
    // Who is cut off while writing does not read the answer, so as much again is taken and dropped.
    byte[] dropped = new byte[DROP_BYTES];
    for (long rest = maxBytes; rest > 0; rest -= dropped.length) {
      if (in.readNBytes(dropped, 0, dropped.length) < dropped.length) {
        break;
      }
    }
    throw ServiceException.tooLarge("the body has more than " + maxBytes + " bytes", maxBytes);
  }

  /** Sends a whole answer. */
  public static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    answer(exchange, status, type, body.getBytes(UTF_8));
  }

  /** Sends a whole answer. */
  public static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Whether the handler is to see this request; if not, it is answered. */
  private static boolean admits(String path, Set<String> methods, HttpExchange exchange)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    if (!methods.contains(exchange.getRequestMethod())) {
      String allowed = String.join(", ", new TreeSet<>(methods));
      headers.set("Allow", allowed);
      answer(exchange, 405, TEXT, "only " + allowed + "\n");
      return false;
    }
    if (!path.endsWith("/") && !exchange.getRequestURI().getPath().equals(path)) {
      answer(exchange, 404, TEXT, "there is nothing here\n");
      return false;
    }
    return true;
  }

  private static void standard(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
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
