package io.semlink.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Map<String, Object> CONDITIONS = Map.of("seed", 1);

  @TempDir private Path folder = Path.of("");

  /** A row with all that rows are made of. */
  record Row(String photo, double value, List<Float> features) {}

  @Test
  void whatWasMeasuredIsThereAgain() throws IOException {
    Row first = new Row("a", 0.1, List.of(1f, 0.3f));
    Row second = new Row("a", Double.NaN, List.of());
    open(CONDITIONS).add("a", List.of(first, second));

    Journal<Row> again = open(CONDITIONS);

    assertThat(again.has("a")).isTrue();
    assertThat(again.has("b")).isFalse();
    assertThat(again.rows(List.of("b", "a"))).containsExactly(first, second);
  }

  @Test
  void rowsOfOtherConditionsAreThrownAway() throws IOException {
    open(CONDITIONS).add("a", List.of(new Row("a", 1, List.of())));

    assertThat(open(Map.of("seed", 2)).has("a")).isFalse();
    assertThat(open(CONDITIONS).has("a")).isFalse();
  }

  @Test
  void aLineThatWasCutOffIsMeasuredAgain() throws IOException {
    Journal<Row> journal = open(CONDITIONS);
    journal.add("a", List.of(new Row("a", 1, List.of())));
    journal.add("b", List.of(new Row("b", 2, List.of())));
    Path file = folder.resolve("journal.jsonl");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 9));

    Journal<Row> again = open(CONDITIONS);
    assertThat(again.has("a")).isTrue();
    assertThat(again.has("b")).isFalse();
    again.add("b", List.of(new Row("b", 3, List.of())));
    assertThat(open(CONDITIONS).rows(List.of("a", "b")))
        .extracting(Row::value)
        .containsExactly(1.0, 3.0);
  }

  private Journal<Row> open(Map<String, Object> conditions) throws IOException {
    return Journal.open(folder.resolve("journal.jsonl"), conditions, Row.class);
  }
}
