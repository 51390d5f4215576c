package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void quotesWhatNeedsIt() {
    Table table =
        new Table(
            "t", List.of("photo", "caption", "psnr_db"), List.of(List.of("a", "x, \"y\"", 31.25)));
    assertThat(table.csv()).isEqualTo("photo,caption,psnr_db\r\na,\"x, \"\"y\"\"\",31.2500\r\n");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    assertThatThrownBy(() -> new Table("t", List.of("a", "b"), List.of(List.of(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
