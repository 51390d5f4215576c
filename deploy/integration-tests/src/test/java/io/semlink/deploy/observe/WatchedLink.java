package io.semlink.deploy.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The running link with a Prometheus that has scraped it before, during and after traffic; started
 * once for all tests that ask for it.
 *
 * @param link the services
 * @param prometheus what watches them
 * @param folder of Prometheus
 */
record WatchedLink(ObservedLink link, Prometheus prometheus, Path folder) implements AutoCloseable {
  private static WatchedLink start() throws Exception {
    Tools.require("prometheus");
    Path folder = Files.createTempDirectory("semlink-prometheus");
    ObservedLink link = ObservedLink.start();
    Prometheus prometheus;
    try {
      prometheus = Prometheus.start(folder, link.adminPorts());
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
    WatchedLink watched = new WatchedLink(link, prometheus, folder);
    try {
      Traffic traffic = new Traffic(link);
      // A rate needs a series' value before and after: the first round makes all series, the second
      // one moves them.
      traffic.everything();
      System.gc();
      watched.awaitScrape();
      traffic.everything();
      System.gc();
      watched.awaitScrape();
      return watched;
    } catch (Exception | AssertionError e) {
      watched.close();
      throw e;
    }
  }

  /** Waits until every service was scraped anew and the rules have seen it. */
  private void awaitScrape() {
    double now = prometheus.value("vector(time())");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                prometheus.query("min(timestamp(up))").size() == 1
                    && prometheus.value("min(timestamp(up))") > now + 2
                    && prometheus.rules("recording").stream()
                        .allMatch(
                            rule -> evaluatedAfter(rule.path("lastEvaluation").asText(), now + 6)));
  }

  private static boolean evaluatedAfter(String time, double seconds) {
    return OffsetDateTime.parse(time).toInstant().toEpochMilli() / 1e3 > seconds;
  }

  @Override
  public void close() throws IOException {
    prometheus.close();
    link.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Gives tests the watched link, or the reason why there is none: it is tried once only. */
  static final class Extension implements ParameterResolver {
    private record Attempt(Optional<WatchedLink> link, Optional<RuntimeException> failure)
        implements AutoCloseable {
      @Override
      public void close() throws IOException {
        if (link.isPresent()) {
          link.get().close();
        }
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == WatchedLink.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Attempt attempt =
          context
              .getRoot()
              .getStore(Namespace.create(WatchedLink.class))
              .computeIfAbsent(Attempt.class, key -> attempt(), Attempt.class);
      return attempt.link().orElseThrow(() -> attempt.failure().orElseThrow());
    }

    private static Attempt attempt() {
      try {
        return new Attempt(Optional.of(WatchedLink.start()), Optional.empty());
      } catch (RuntimeException e) {
        return new Attempt(Optional.empty(), Optional.of(e));
      } catch (Exception | AssertionError e) {
        return new Attempt(
            Optional.empty(),
            Optional.of(new IllegalStateException("the link or its Prometheus did not start", e)));
      }
    }
  }
}
