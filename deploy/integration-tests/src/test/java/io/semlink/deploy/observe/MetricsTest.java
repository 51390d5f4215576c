package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.semlink.chassis.SemlinkMetrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three services tell of themselves. */
@ExtendWith(WatchedLink.Extension.class)
final class MetricsTest {
  /** So many series of one family and service would be a label without bound. */
  private static final int MOST_SERIES = 700;

  @ParameterizedTest
  @ValueSource(strings = {"transmitter", "channel", "receiver"})
  void promtoolFindsNothingWrongWithAScrape(String service, WatchedLink watched) throws Exception {
    String promtool = Tools.require("promtool").toString();
    Tools.Verdict verdict =
        Tools.run(scrape(watched, service), List.of(promtool, "check", "metrics"));
    assertThat(verdict.output()).isEmpty();
  }

  @Test
  void everyMetricOfTheCatalogueIsSeenOnARunningLink(WatchedLink watched) {
    for (SemlinkMetrics metric : SemlinkMetrics.values()) {
      String name = metric.prometheusName();
      assertThat(watched.prometheus().query("{__name__=~\"" + name + "(_count)?\"}"))
          .as(name)
          .anySatisfy(
              series ->
                  assertThat(metric.labels()).allMatch(label -> series.path("metric").has(label)));
    }
  }

  @Test
  void noFamilyHasSeriesWithoutBound(WatchedLink watched) {
    assertThat(
            watched
                .prometheus()
                .query(
                    "topk(1, count by (job, __name__) ({__name__=~\".+\",job!=\"prometheus\"}))"))
        .allSatisfy(
            family ->
                assertThat(family.path("value").path(1).asInt())
                    .as(family.toString())
                    .isLessThan(MOST_SERIES));
  }

  @Test
  void timesLeadToTracesByExemplars(WatchedLink watched) {
    JsonNode series =
        watched
            .prometheus()
            .api(
                "/api/v1/query_exemplars?query=semlink_stage_seconds_bucket&start=0&end=9999999999");
    List<String> traces = series.findValuesAsText("trace_id");
    assertThat(traces).isNotEmpty().allMatch(trace -> trace.matches("[0-9a-f]{32}"));
  }

  @Test
  void prometheusScrapesOpenMetrics(WatchedLink watched) {
    for (Map.Entry<String, Integer> service : watched.link().adminPorts().entrySet()) {
      assertThat(watched.prometheus().value("up{job=\"" + service.getKey() + "\"}")).isEqualTo(1);
    }
    assertThat(watched.prometheus().query("semlink_build_info"))
        .extracting(each -> each.path("metric").path("job").asText())
        .containsExactlyInAnyOrder("transmitter", "channel", "receiver");
  }

  private static String scrape(WatchedLink watched, String service) throws Exception {
    URI address =
        URI.create("http://127.0.0.1:" + watched.link().adminPorts().get(service) + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
