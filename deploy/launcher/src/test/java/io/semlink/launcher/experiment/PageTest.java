package io.semlink.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.launcher.eval.Plot;
import io.semlink.launcher.eval.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private final Chapter chapter =
      new Chapter(
          "A question",
          List.of("What it shows."),
          List.of(new Claim("it rises", "yes", "0.3 to 0.4", Claim.Verdict.HOLDS, "other photos")),
          List.of(new Table("some", List.of("x"), List.of(List.of(1)))),
          List.of(
              new Plot(
                  "some",
                  "Title",
                  "x",
                  "y",
                  false,
                  List.of(new Plot.Curve("c", List.of(1.0), List.of(2.0))))));

  @Test
  void aPageShowsWhatWasFoundAndHow() {
    String page =
        Page.of(
            "some",
            chapter,
            Map.of("kodak", 24),
            Map.of("side_px", 512, "seed", 1, "bundle", "0123456789abcdef"),
            "./semlink eval some");

    assertThat(page)
        .startsWith("# A question\n\nWhat it shows.")
        .contains("![Title](some.svg)", "[some.csv](some.csv)", "24 photos of `kodak`")
        .contains("```sh\n./semlink eval some\n```", "`0123456789ab`")
        .contains("| it rises | yes | 0.3 to 0.4 | holds | other photos |");
  }

  @Test
  void everyClaimLeadsToItsPage() {
    assertThat(Page.index(Map.of("some", chapter), "./semlink eval all"))
        .contains("## [A question](some.md)", "[0.3 to 0.4](some.md)", "./semlink eval all");
  }
}
