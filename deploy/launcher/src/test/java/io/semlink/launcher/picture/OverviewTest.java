package io.semlink.launcher.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.launcher.picture.StackedBar.Share;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverviewTest {
  private static BufferedImage flat(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static Overview overview(BufferedImage photo) {
    StackedBar bar = new StackedBar("Bits", "10 of 20", List.of(new Share("mask", 10, "10")), 20);
    return new Overview(
        "Title",
        "subtitle",
        "“caption”",
        Collections.nCopies(5, new Panel("Sent", "note", photo)),
        List.of(new Figure("0.5", "GVIF")),
        List.of(bar));
  }

  @Test
  void showsEveryPictureInItsOwnColours() {
    BufferedImage drawn = overview(flat(300, 200, 0x2468ac)).draw();
    long blue = 0;
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        blue += (drawn.getRGB(x, y) & 0xffffff) == 0x2468ac ? 1 : 0;
      }
    }
    assertThat(blue).isEqualTo(5L * 372 * 248);
  }

  @Test
  void fitsPortraitsAndExtremeShapes() {
    assertThat(overview(flat(64, 4096, 0)).draw().getHeight()).isLessThan(1000);
    assertThat(overview(flat(4096, 32, 0)).draw().getWidth()).isEqualTo(2036);
  }

  @Test
  void isTheSameEveryTime() {
    BufferedImage a = overview(flat(40, 40, 0x808080)).draw();
    BufferedImage b = overview(flat(40, 40, 0x808080)).draw();
    int[] first = a.getRGB(0, 0, a.getWidth(), a.getHeight(), null, 0, a.getWidth());
    int[] second = b.getRGB(0, 0, b.getWidth(), b.getHeight(), null, 0, b.getWidth());
    assertThat(first).isEqualTo(second);
  }

  @Test
  void typefaceMeasuresAndCuts() {
    Typeface face = Typeface.REGULAR;
    assertThat(face.width("mm", 10)).isCloseTo(2 * face.width("m", 10), within(1e-9));
    assertThat(face.width("a\u2009b", 10)).isEqualTo(face.width("a b", 10));
    assertThat(face.fit("short", 10, 1000)).isEqualTo("short");
    String cut = face.fit("a rather long line of text", 10, 60);
    assertThat(cut).endsWith("…");
    assertThat(face.width(cut, 10)).isLessThanOrEqualTo(60);
    assertThat(face.outline("A", 100, 0, 100).getBounds2D().getHeight()).isBetween(65.0, 80.0);
  }

  @Test
  void refusesNegativeShares() {
    assertThatThrownBy(() -> new Share("mask", -1, "-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mask");
  }
}
