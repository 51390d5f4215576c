package io.semlink.codec.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class StructuralMetricsTest {
  private static final Map<String, ToDoubleBiFunction<Photo, Photo>> METRICS =
      Map.of("SSIM", Ssim::of, "MS-SSIM", MsSsim::of, "VIF", Vif::of, "PSNR", Psnr::of);
  private static final Photo PHOTO = pattern(163, 170);

  @Test
  void identicalPicturesAreWhole() {
    assertThat(Ssim.of(PHOTO, PHOTO)).isEqualTo(1);
    assertThat(MsSsim.of(PHOTO, PHOTO)).isEqualTo(1);
    assertThat(Vif.of(PHOTO, PHOTO)).isCloseTo(1, within(1e-9));
  }

  @Test
  void strongerDistortionsScoreLower() {
    List<Photo> ever =
        List.of(1, 4, 16, 64).stream().map(a -> Distortions.noise(PHOTO, a)).toList();
    METRICS.forEach(
        (name, metric) ->
            assertThat(ever.stream().map(noisy -> -metric.applyAsDouble(PHOTO, noisy)).toList())
                .as(name)
                .isSorted()
                .doesNotHaveDuplicates());
  }

  @Test
  void similaritiesAreSymmetricAndVifIsNot() {
    Photo blurred = Distortions.apply("blur", PHOTO);
    assertThat(Ssim.of(PHOTO, blurred)).isCloseTo(Ssim.of(blurred, PHOTO), within(1e-15));
    assertThat(MsSsim.of(PHOTO, blurred)).isCloseTo(MsSsim.of(blurred, PHOTO), within(1e-15));
    assertThat(Vif.of(PHOTO, blurred)).isLessThan(0.9 * Vif.of(blurred, PHOTO));
  }

  @Test
  void onlyVifRewardsContrast() {
    Photo enhanced = Distortions.apply("contrast 1.1", PHOTO);
    assertThat(Vif.of(PHOTO, enhanced)).isGreaterThan(1);
    assertThat(Ssim.of(PHOTO, enhanced)).isLessThan(1);
    assertThat(MsSsim.of(PHOTO, enhanced)).isLessThan(1);
  }

  @Test
  void negativesAreDissimilar() {
    Photo negative = Distortions.apply("negative", PHOTO);
    assertThat(Ssim.of(PHOTO, negative)).isNegative();
    assertThat(MsSsim.of(PHOTO, negative)).isZero();
    assertThat(Vif.of(PHOTO, negative)).isZero();
  }

  @Test
  void flatOriginalsHaveNothingToKeep() {
    Photo flat = new Photo(64, 64, new byte[3 * 64 * 64]);
    assertThat(Vif.of(flat, flat)).isEqualTo(1);
    assertThat(Vif.of(flat, Distortions.noise(flat, 9))).isZero();
    assertThat(Ssim.of(flat, flat)).isEqualTo(1);
  }

  @Test
  void worksAtTheLeastSizeAndRefusesLess() {
    assertLeast(Ssim.MIN_SIDE, Ssim::of);
    assertLeast(MsSsim.MIN_SIDE, MsSsim::of);
    assertLeast(Vif.MIN_SIDE, Vif::of);
  }

  @Test
  void refusesDifferentSizes() {
    METRICS.forEach(
        (name, metric) ->
            assertThatIllegalArgumentException()
                .as(name)
                .isThrownBy(() -> metric.applyAsDouble(PHOTO, pattern(170, 163)))
                .withMessageContaining("163x170 and 170x163"));
  }

  @Test
  void maskPsnrSeesOnlyKeptCells() {
    byte[] rgb = PHOTO.rgb().clone();
    rgb[0] ^= 0x40;
    Photo received = new Photo(PHOTO.width(), PHOTO.height(), rgb);
    KeepMask all = KeepMask.uniform(11, 11, true);
    boolean[] rest = all.kept().clone();
    rest[0] = false;
    assertThat(Psnr.ofKept(PHOTO, received, new KeepMask(11, 11, rest), 16))
        .hasValue(Psnr.IDENTICAL_DB);
    assertThat(Psnr.ofKept(PHOTO, received, all, 16)).hasValue(Psnr.of(PHOTO, received));
    assertThat(Psnr.ofKept(PHOTO, received, KeepMask.uniform(11, 11, false), 16)).isEmpty();
  }

  @Test
  void maskMustCoverThePicture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Psnr.ofKept(PHOTO, PHOTO, KeepMask.uniform(11, 10, true), 16))
        .withMessageContaining("does not cover 163x170");
  }

  private static void assertLeast(int side, ToDoubleBiFunction<Photo, Photo> metric) {
    Photo least = pattern(side, side);
    assertThat(metric.applyAsDouble(least, Distortions.noise(least, 5))).isBetween(0.01, 0.9999);
    Photo less = pattern(side + 50, side - 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metric.applyAsDouble(less, less))
        .withMessageContaining(Integer.toString(side))
        .withMessageContaining(less.width() + "x" + less.height());
  }

  /** Waves of several lengths around mid-grey. */
  private static Photo pattern(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double wave = Math.sin(x * 0.9) + Math.sin(y * 0.31 + i % 3) + 2 * Math.sin((x + y) * 0.05);
      rgb[i] = (byte) Math.round(128 + 25 * wave);
    }
    return new Photo(width, height, rgb);
  }
}
