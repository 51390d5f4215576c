package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What Prometheus must answer to a query that someone looks at. */
final class Answers {
  private Answers() {}

  /** Demands at least one series with a number, and returns all. */
  static List<JsonNode> assertNumber(WatchedLink watched, String query) {
    List<JsonNode> series = watched.prometheus().query(query);
    assertThat(series)
        .as(query)
        .anySatisfy(
            each -> assertThat(Double.parseDouble(each.path("value").path(1).asText())).isFinite());
    return series;
  }
}
