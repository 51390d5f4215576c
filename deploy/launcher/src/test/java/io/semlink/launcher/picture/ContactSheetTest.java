package io.semlink.launcher.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static BufferedImage flat(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }

  @Test
  void showsEveryPictureInItsColumn() {
    ContactSheet.Row row =
        new ContactSheet.Row("a note", List.of(flat(20, 20, 0xff0000), flat(20, 20, 0x00ff00)));
    BufferedImage sheet = new ContactSheet("title", List.of("a", "b"), List.of(row)).draw();
    int[] pixels = {0, 0};
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        int rgb = sheet.getRGB(x, y) & 0xffffff;
        pixels[0] += rgb == 0xff0000 && x < sheet.getWidth() / 2 ? 1 : 0;
        pixels[1] += rgb == 0x00ff00 && x >= sheet.getWidth() / 2 ? 1 : 0;
      }
    }
    assertThat(pixels).containsExactly(224 * 224, 224 * 224);
  }

  @Test
  void refusesRowsOfAnotherLength() {
    ContactSheet.Row row = new ContactSheet.Row("", List.of(flat(2, 2, 0)));
    assertThatThrownBy(() -> new ContactSheet("", List.of("a", "b"), List.of(row)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
