package io.semlink.codec.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.testing.CompactBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agreement with other implementations on distorted example photos. The values come from {@code
 * fidelity_reference.py}, beside which they lie:
 *
 * <ul>
 *   <li>SSIM: scikit-image 0.26.0 {@code structural_similarity(a, b, gaussian_weights=True,
 *       sigma=1.5, use_sample_covariance=False, data_range=255)}; sewar 0.4.10 and piq 0.8.0
 *       (without down-sampling) agree
 *   <li>MS-SSIM: {@code sewar.ssim} at five scales of 2x2 means; {@code piq.multi_scale_ssim}
 *       agrees where all sizes are even
 *   <li>VIF: {@code sewar.vifp(a, b)}; {@code piq.vif_p} agrees
 *   <li>PSNR: {@code sewar.psnr(a, b)}, for the mask PSNR of the kept pixels
 * </ul>
 *
 * <p>piq and sewar are themselves tested against the values of the authors' MATLAB code.
 */
class ReferenceValuesTest {
  private static final int CELL_PIXELS = 16;

  @ParameterizedTest
  @MethodSource("references")
  void agrees(JsonNode reference) throws IOException {
    Photo photo =
        PhotoReader.read(
            Files.readAllBytes(
                CompactBundle.root()
                    .resolve("examples")
                    .resolve(reference.get("photo").textValue())));
    Photo original =
        Distortions.crop(
            photo,
            reference.get("left").intValue(),
            reference.get("top").intValue(),
            reference.get("width").intValue(),
            reference.get("height").intValue());
    Photo received = Distortions.apply(reference.get("distortion").textValue(), original);
    CRC32 crc = new CRC32();
    crc.update(received.rgb());
    assertThat(crc.getValue()).as("same picture").isEqualTo(reference.get("crc32").longValue());

    assertThat(Psnr.of(original, received)).isCloseTo(value(reference, "psnr"), within(1e-9));
    assertThat(Psnr.ofKept(original, received, mask(original), CELL_PIXELS).orElseThrow())
        .isCloseTo(value(reference, "maskPsnr"), within(1e-9));
    assertThat(Ssim.of(original, received))
        .isCloseTo(value(reference, "ssim"), relative(value(reference, "ssim"), 1e-9));
    assertThat(MsSsim.of(original, received))
        .isCloseTo(value(reference, "msSsim"), relative(value(reference, "msSsim"), 1e-9));
    assertThat(Vif.of(original, received))
        .isCloseTo(value(reference, "vif"), relative(value(reference, "vif"), 1e-9));
  }

  static List<Named<JsonNode>> references() throws IOException {
    List<Named<JsonNode>> references = new ArrayList<>();
    try (InputStream in =
        ReferenceValuesTest.class.getResourceAsStream("fidelity-reference.json")) {
      for (JsonNode value : new ObjectMapper().readTree(in).get("values")) {
        String name = value.get("photo").textValue() + ", " + value.get("distortion").textValue();
        references.add(Named.of(name, value));
      }
    }
    return references;
  }

  private static double value(JsonNode reference, String name) {
    return reference.get(name).doubleValue();
  }

  private static Offset<Double> relative(double value, double share) {
    return within(Math.abs(value) * share);
  }

  private static KeepMask mask(Photo photo) {
    int rows = (photo.height() + CELL_PIXELS - 1) / CELL_PIXELS;
    int columns = (photo.width() + CELL_PIXELS - 1) / CELL_PIXELS;
    boolean[] kept = new boolean[rows * columns];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = (i / columns + i % columns) % 3 == 0;
    }
    return new KeepMask(rows, columns, kept);
  }
}
