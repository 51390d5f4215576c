package io.semlink.codec.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTableTest {
  private static final String BUNDLE = "0123456789abcdef".repeat(4);
  private static final int PIXELS = 512 * 512;

  @Test
  void jsonRestoresTheTable() {
    PolicyTable table = table();
    assertThat(PolicyTable.parse(table.json().getBytes(StandardCharsets.UTF_8))).isEqualTo(table);
    assertThat(table.json()).contains("\"snr_db\"", "\"bits_per_pixel\"", "\"deadline_ms\"");
  }

  @Test
  void underItsOwnConditionsRowsAreFoundBySnr() {
    PolicyTable table = table();
    for (int row = 0; row < table.rows().size(); row++) {
      double snrDb = table.rows().get(row).snrDb();
      assertThat(table.find(bits(snrDb, 20, 1e6), PIXELS)).hasValue(row);
      assertThat(table.find(bits(snrDb + 0.9, 20, 1e6), PIXELS)).hasValue(row);
    }
    assertThat(table.find(bits(-3, 20, 1e6), PIXELS)).isEmpty();
    assertThat(table.find(bits(60, 20, 1e6), PIXELS)).hasValue(table.rows().size() - 1);
  }

  @Test
  void otherLimitsBandwidthsAndSizesAreServedByBitsPerPixel() {
    PolicyTable table = table();
    assertThat(table.find(bits(6, 40, 0.5e6), PIXELS)).hasValue(8);
    assertThat(table.find(bits(6, 5, 1e6), PIXELS / 4)).hasValue(8);
    assertThat(table.find(bits(6, 40, 1e6), PIXELS).orElseThrow()).isGreaterThan(8);
    assertThat(table.find(bits(6, 20, 1e6), 4L * PIXELS)).isEmpty();
  }

  @Test
  void anotherBundleIsRefusedWithBothFingerprints() {
    String other = "f".repeat(64);
    table().requireBundle(BUNDLE, 19);
    assertThatThrownBy(() -> table().requireBundle(other, 19))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(BUNDLE)
        .hasMessageContaining(other);
    assertThatThrownBy(() -> table().requireBundle(BUNDLE, 3))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("there are 3");
  }

  @Test
  void damagedTablesNameWhatIsWrong() {
    String good = table().json();
    assertWrong("", "No content");
    assertWrong("{}", "format");
    assertWrong("null", "empty");
    assertWrong(good.replace("\"format\" : 1", "\"format\" : 2"), "format 2");
    assertWrong(good.replaceFirst("\"alpha\" : [0-9.]+", "\"alpha\" : 1.5"), "alpha");
    assertWrong(good.replaceFirst("\"alpha\" : [0-9.]+,", ""), "alpha");
    assertWrong(good.replaceFirst("\"snr_db\" : -2.0", "\"snr_db\" : 50.0"), "do not rise");
    assertWrong(good.replace(BUNDLE, "abc"), "fingerprint");
    assertWrong(good.replace("\"method\"", "\"methodology\""), "method");
  }

  private static void assertWrong(String json, String what) {
    assertThatThrownBy(() -> PolicyTable.parse(json.getBytes(StandardCharsets.UTF_8)))
        .as(json)
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(what);
  }

  private static PolicyTable table() {
    List<PolicyTable.Row> rows = new ArrayList<>();
    for (int snrDb = -2; snrDb <= 10; snrDb++) {
      long bits = bits(snrDb, 20, 1e6);
      rows.add(
          new PolicyTable.Row(
              snrDb, bits, (double) bits / PIXELS, snrDb + 2, 0.5, bits - 10, 0.25));
    }
    PolicyTable.Conditions conditions =
        new PolicyTable.Conditions(4, "examples", PIXELS, 1e6, 20, 0.8, 0.1, 0, 1);
    return new PolicyTable(1, BUNDLE, "exact", conditions, rows);
  }

  private static long bits(double snrDb, int millis, double bandwidthHz) {
    return (long)
        (bandwidthHz * Math.log1p(Math.pow(10, snrDb / 10)) / Math.log(2) * millis / 1000);
  }
}
