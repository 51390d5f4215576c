package io.semlink.codec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.testing.CompactBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PictureCoderTest {
  /** Coders, each with a size that it can meet and the PSNR it must then have, in dB. */
  static Stream<Arguments> coders() {
    return Stream.of(
        Arguments.of(PictureCoders.jpeg2000(), 12_000, 29.5),
        Arguments.of(PictureCoders.jpeg(), 16_000, 28.3),
        Arguments.of(PictureCoders.webp(), 12_000, 29.2),
        Arguments.of(PictureCoders.hevc(), 12_000, 31));
  }

  @ParameterizedTest
  @MethodSource("coders")
  void whatIsAskedForIsFilledAndShowsThePhoto(PictureCoder coder, int bytes, double leastDb)
      throws IOException {
    assumeInstalled(coder);
    Photo photo = coffee();

    RateFill.Filled filled = RateFill.fill(coder, photo, bytes).orElseThrow();

    assertThat(filled.file().length).isBetween(bytes * 9 / 10, bytes);
    assertThat(filled.runs()).isBetween(1, 14);
    Photo decoded = coder.decode(filled.file(), photo.width(), photo.height());
    assertThat(Psnr.of(photo, decoded)).isGreaterThan(leastDb);
  }

  @ParameterizedTest
  @MethodSource("coders")
  void finerSettingsCostMoreAndShowMore(PictureCoder coder) throws IOException {
    assumeInstalled(coder);
    Photo photo = coffee();
    int bytes = 0;
    double before = 0;
    for (int quarter = 1; quarter <= 3; quarter++) {
      byte[] file = coder.encode(photo, coder.finest(photo) / 64 * (1 << 2 * quarter - 2));
      double now = Psnr.of(photo, coder.decode(file, photo.width(), photo.height()));
      assertThat(file.length).isGreaterThan(bytes);
      assertThat(now).isGreaterThan(before);
      bytes = file.length;
      before = now;
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  void equalPhotosGiveEqualFilesOfOddSizesToo(PictureCoder coder) {
    assumeInstalled(coder);
    Photo photo = ramp(33, 70);
    byte[] file = coder.encode(photo, coder.finest(photo) * 9 / 10);

    assertThat(coder.encode(photo, coder.finest(photo) * 9 / 10)).isEqualTo(file);
    assertThat(Psnr.of(photo, coder.decode(file, 33, 70))).isGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("coders")
  void whatCannotFitIsSaid(PictureCoder coder) throws IOException {
    assumeInstalled(coder);
    assertThat(RateFill.fill(coder, coffee(), 50)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("coders")
  void badFilesAreRefused(PictureCoder coder) {
    assumeInstalled(coder);
    Photo photo = ramp(160, 96);
    byte[] good = coder.encode(photo, coder.finest(photo) / 2);
    byte[] headOnly = Arrays.copyOf(good, 60);
    byte[] other = "no picture at all, but long enough".repeat(9).getBytes(StandardCharsets.UTF_8);

    refuses(coder, good, 160, 120);
    refuses(coder, good, 100, 96);
    refuses(coder, headOnly, 160, 96);
    refuses(coder, other, 160, 96);
    refuses(coder, new byte[0], 160, 96);
  }

  private static void refuses(PictureCoder coder, byte[] file, int width, int height) {
    assertThatThrownBy(() -> coder.decode(file, width, height)).isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @MethodSource("coders")
  void nothingIsLeftBehind(PictureCoder coder) throws IOException {
    assumeInstalled(coder);
    Photo photo = ramp(64, 48);
    byte[] file = coder.encode(photo, 1);
    coder.decode(file, 64, 48);
    refuses(coder, Arrays.copyOf(file, file.length / 4), 64, 48);

    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(one -> one.getFileName().toString().startsWith(WorkFolder.PREFIX)))
          .isEmpty();
    }
  }

  @Test
  void theBeginningOfACodestreamShowsMoreTheLongerItIs() throws IOException {
    PictureCoder coder = PictureCoders.jpeg2000();
    assumeInstalled(coder);
    Photo photo = coffee();
    byte[] file = coder.encode(photo, 20_000);
    double before = 10;
    for (int length : new int[] {2_000, 8_000, 16_000, file.length}) {
      Photo shown =
          coder
              .decodePrefix(Arrays.copyOf(file, length), photo.width(), photo.height())
              .orElseThrow();
      double now = Psnr.of(photo, shown);
      assertThat(now).isGreaterThan(before);
      before = now;
    }
    assertThat(coder.decodePrefix(Arrays.copyOf(file, 40), photo.width(), photo.height()))
        .isEmpty();
  }

  @Test
  void theBeginningOfAProgressiveJpegShowsThePhotoOnceItsFirstScanIsThere() throws IOException {
    PictureCoder coder = PictureCoders.jpeg();
    Photo photo = coffee();
    byte[] file = coder.encode(photo, 120);
    assertThat(coder.decodePrefix(Arrays.copyOf(file, 700), photo.width(), photo.height()))
        .isEmpty();
    Photo half =
        coder
            .decodePrefix(Arrays.copyOf(file, file.length / 2), photo.width(), photo.height())
            .orElseThrow();
    assertThat(Psnr.of(photo, half)).isBetween(20.0, 35.0);
  }

  private static void assumeInstalled(PictureCoder coder) {
    assumeTrue(
        coder.missingPackage().isEmpty(),
        () ->
            coder.name()
                + " is not tested: install the Debian package "
                + coder.missingPackage().orElseThrow());
  }

  private static Photo coffee() throws IOException {
    return PhotoReader.read(
        Files.readAllBytes(CompactBundle.root().resolve("examples/coffee.png")));
  }

  private static Photo ramp(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % width * 255 / width);
    }
    return new Photo(width, height, rgb);
  }
}
