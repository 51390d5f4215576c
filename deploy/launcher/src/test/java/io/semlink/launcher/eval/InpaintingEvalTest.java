package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.CamClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped bundle over four small photos, with mean colours for features. */
class InpaintingEvalTest {
  @TempDir private Path root = Path.of("");

  private static float[] meanColour(Photo photo) {
    float[] mean = new float[3];
    for (int i = 0; i < photo.rgb().length; i++) {
      mean[i % 3] += Byte.toUnsignedInt(photo.rgb()[i]) / 255f / photo.width() / photo.height();
    }
    return mean;
  }

  @Test
  @SuppressWarnings("unchecked")
  void measuresEveryFillAndTheCaption() throws IOException, InterruptedException {
    DataSets.photo(
        root.resolve("imagenette/val/n01440764/a.png"), DataSets.disc(64, 0x2060a0, 0xd0b080));
    DataSets.photo(
        root.resolve("imagenette/val/n03888257/b.png"), DataSets.disc(64, 0xa0c0e0, 0xc02020));
    DataSets.photo(root.resolve("pets/images/Bengal_5.png"), DataSets.disc(64, 0x506030, 0x907050));
    DataSets.photo(root.resolve("kodak/kodim01.png"), DataSets.disc(96, 0x303030, 0xf0e0d0));
    Path compact = Path.of(System.getProperty("semlink.root"), "models/bundles/compact");
    Findings found;
    try (Bundle bundle = Bundle.load(compact);
        LinkWithoutAir link = new LinkWithoutAir(bundle)) {
      InpaintingEval.Settings settings = new InpaintingEval.Settings(64, 9, List.of(0.4), 5);
      found =
          new InpaintingEval(
                  link, CamClassifier.open(bundle), InpaintingEvalTest::meanColour, settings)
              .measure(new DataFolder(root, 0), (share, what) -> {});
    }
    Map<String, Object> share = ((List<Map<String, Object>>) found.figures().get("shares")).get(0);
    Map<String, Map<String, Object>> fills = (Map<String, Map<String, Object>>) share.get("fills");
    assertThat(fills)
        .containsOnlyKeys("original", "mean_colour", "harmonic", "decoder", "link_10", "link_31");
    // The photo's own pixels are nearest to the photo, in colour and along the mask.
    double own = (double) fills.get("original").get("frechet_distance");
    fills.forEach(
        (name, fill) ->
            assertThat((double) fill.get("frechet_distance")).as(name).isGreaterThanOrEqualTo(own));
    assertThat((double) fills.get("decoder").get("seam_ratio")).isGreaterThan(2);
    List<Map<String, Object>> captions =
        (List<Map<String, Object>>) found.figures().get("caption_test");
    assertThat(captions).extracting(each -> each.get("kept")).containsExactly(0.0, 0.4);
    assertThat(captions).allSatisfy(each -> assertThat(each).containsEntry("pairs", 2));
    found.write(root.resolve("out"));
    assertThat(root.resolve("out/inpainting-40.png")).isNotEmptyFile();
    assertThat(root.resolve("out/inpainting.svg")).isNotEmptyFile();
  }

  @Test
  void wrongLabelsAreOthersAndFollowTheSeed() {
    List<String> labels = List.of("tench", "church", "parachute");
    for (long seed = 0; seed < 20; seed++) {
      assertThat(CaptionTest.other(labels, "church", seed))
          .isNotEqualTo("church")
          .isEqualTo(CaptionTest.other(labels, "church", seed));
    }
  }
}
