package io.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoReaderTest {
  @Test
  void pngComesBackExactly() {
    Photo photo = noise(45, 33);
    Photo read = PhotoReader.read(PngWriter.write(photo));
    assertThat(read.width()).isEqualTo(45);
    assertThat(read.rgb()).isEqualTo(photo.rgb());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void greyDeepAndPalettePicturesBecomeRgb(int type) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, type);
    fill(image, Color.WHITE);
    Photo photo = PhotoReader.read(encode(image, "png"));
    assertThat(photo.rgb()).containsOnly(255);
  }

  @Test
  void transparencyIsLaidOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    assertThat(PhotoReader.read(encode(image, "png")).rgb()).containsOnly(255);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1"
  })
  void orientationBringsTheFirstCornerToItsPlace(int orientation, int right, int bottom)
      throws IOException {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 16, 16);
    graphics.dispose();

    Photo photo = PhotoReader.read(withOrientation(encode(image, "jpeg"), orientation));

    assertThat(photo.width()).isEqualTo(orientation >= 5 ? 48 : 64);
    int x = right == 1 ? photo.width() - 5 : 4;
    int y = bottom == 1 ? photo.height() - 5 : 4;
    assertThat(Byte.toUnsignedInt(photo.rgb()[3 * (y * photo.width() + x)])).isGreaterThan(200);
  }

  @Test
  void aHugeHeaderIsRefusedBeforeDecoding() {
    byte[] png = PngWriter.write(noise(32, 32));
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> PhotoReader.read(png))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("50000x50000")
        .hasMessageContaining("4096");
  }

  @Test
  void saysWhatToDoAboutOtherFiles() {
    assertThatThrownBy(() -> PhotoReader.read(new byte[0]))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("0 bytes");
    assertThatThrownBy(
            () -> PhotoReader.read("no image at all".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("PNG, JPEG or WebP");
    assertThatThrownBy(() -> PhotoReader.read(PngWriter.write(noise(31, 64))))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("31x64");
  }

  @Test
  void damagedFilesEndInTheOneException() throws IOException {
    long seed = 3;
    Random random = new Random(seed);
    byte[][] files = {
      PngWriter.write(noise(48, 48)), encode(Pixels.toImage(noise(48, 48)), "jpeg")
    };
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] file = files[i % 2].clone();
      int cut = random.nextInt(file.length);
      file = i % 3 == 0 ? Arrays.copyOf(file, cut) : file;
      for (int j = 0; j < 4 && file.length > 0; j++) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      try {
        PhotoReader.read(file);
      } catch (ImageException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(100);
  }

  private static Photo noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(1).nextBytes(rgb);
    return new Photo(width, height, rgb);
  }

  private static void fill(BufferedImage image, Color colour) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.dispose();
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Puts an APP1 segment with the orientation tag after the start of the image. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer app1 = ByteBuffer.allocate(36);
    app1.putShort((short) 0xFFE1)
        .putShort((short) 34)
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    app1.putShort((short) 0x4D4D).putShort((short) 42).putInt(8).putShort((short) 1);
    app1.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    app1.putShort((short) orientation).putShort((short) 0).putInt(0);
    return ByteBuffer.allocate(jpeg.length + 36)
        .put(jpeg, 0, 2)
        .put(app1.flip())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
