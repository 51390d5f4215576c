package io.semlink.transmitter.console;

import com.sun.net.httpserver.HttpExchange;
import io.semlink.chassis.AdminServer;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page, from the class path beside this class. */
final class PageFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");
  private static final int ETAG_CHARS = 32;

  /** Files that were asked for and are there; there are few. */
  private final Map<String, PageFile> known = new ConcurrentHashMap<>();

  private record PageFile(String type, String etag, byte[] content) {}

  /**
   * Answers with a file.
   *
   * @return false if there is none of that name, and nothing was answered
   */
  boolean answer(HttpExchange exchange, String name) throws IOException {
    Optional<PageFile> found = find(name);
    if (found.isEmpty()) {
      return false;
    }
    PageFile file = found.get();
    // Stored, but asked for anew each time: a new version shows at once.
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.getResponseHeaders().set("ETag", file.etag());
    if (file.etag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      AdminServer.answer(exchange, 200, file.type(), file.content());
    }
    return true;
  }

  private Optional<PageFile> find(String name) throws IOException {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    PageFile file = known.get(name);
    if (file == null) {
      try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
        if (in == null) {
          return Optional.empty();
        }
        byte[] content = in.readAllBytes();
        file = new PageFile(type, etag(content), content);
        known.put(name, file);
      }
    }
    return Optional.of(file);
  }

  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(digest).substring(0, ETAG_CHARS) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
