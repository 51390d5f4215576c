package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.image.Photo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The compact bundle's denoiser behind the sampler. */
@Timeout(120)
class NetworkDenoiserTest {
  private static Bundle bundle;
  private static Denoiser denoiser;
  private static Tokeniser tokeniser;

  @BeforeAll
  static void load() {
    bundle = Bundle.load(folder());
    BundleManifest.Denoiser manifest = bundle.manifest().denoiser();
    denoiser = new NetworkDenoiser(bundle.network(manifest.network()));
    tokeniser =
        new Tokeniser(
            new String(bundle.file(manifest.vocabulary()), StandardCharsets.UTF_8).lines().toList(),
            manifest.maxTokens());
  }

  @AfterAll
  static void unload() {
    bundle.close();
  }

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("models/bundles/compact/bundle.json"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("run the tests inside the repository");
    }
    return at.resolve("models/bundles/compact");
  }

  private static KnownPicture ramp(double offset) {
    WorkingSize size = new WorkingSize(64, 64);
    float[] rgb = new float[3 * size.pixels()];
    float[] mask = new float[size.pixels()];
    for (int i = 0; i < mask.length; i++) {
      if (i % 64 < 40 && i / 64 > 12) {
        mask[i] = 1;
        for (int plane = 0; plane < 3; plane++) {
          rgb[plane * mask.length + i] = (float) (offset + 0.005 * (i % 64) - 0.1 * plane);
        }
      }
    }
    return new KnownPicture(size, rgb, mask);
  }

  private static InpaintTask task(KnownPicture known, String prompt, long seed) {
    return new InpaintTask(
        known, tokeniser.encode(prompt), InpaintSettings.ofSeed(seed).withSteps(6));
  }

  @Test
  void aBatchGivesThePicturesOfSingleCalls() throws Exception {
    float[] alone;
    float[] other;
    try (StepScheduler single = new StepScheduler(denoiser, 4, 1)) {
      alone = single.start(task(ramp(0), "a photo of a dog", 1)).await(Inpainter.Progress.NONE);
      other = single.start(task(ramp(0.3), "", 2)).await(Inpainter.Progress.NONE);
    }
    int[] largest = {0};
    try (StepScheduler batched =
        new StepScheduler(
            batch -> {
              largest[0] = Math.max(largest[0], batch.count());
              return denoiser.velocity(batch);
            },
            4,
            4)) {
      Inpainting first = batched.start(task(ramp(0), "a photo of a dog", 1));
      Inpainting second = batched.start(task(ramp(0.3), "", 2));
      assertThat(first.await(Inpainter.Progress.NONE))
          .usingComparatorWithPrecision(1e-3f)
          .containsExactly(alone);
      assertThat(second.await(Inpainter.Progress.NONE))
          .usingComparatorWithPrecision(1e-3f)
          .containsExactly(other);
    }
    assertThat(largest[0]).isEqualTo(2);
  }

  @Test
  void continuesAFlatPictureNearItsColour() throws Exception {
    Photo flat = Pictures.flat(128, 128, 150);
    boolean[] cells = new boolean[64];
    Arrays.fill(cells, true);
    for (int row = 3; row < 5; row++) {
      for (int column = 3; column < 5; column++) {
        cells[row * 8 + column] = false;
      }
    }
    Provenance provenance = new Provenance(128, 128, 16, cells);
    DegradationPolicy policy = new DegradationPolicy(10, 1, 1);
    try (Inpainter inpainter = new Inpainter(denoiser, tokeniser, 128, 16, policy, 1)) {
      Inpainter.Work work =
          inpainter.begin(flat, provenance, "a photo, grey", InpaintSettings.ofSeed(3));
      Photo painted = work.compose(work.await(Inpainter.Progress.NONE));
      double mean = 0;
      for (int y = 48; y < 80; y++) {
        for (int x = 48; x < 80; x++) {
          mean += Byte.toUnsignedInt(painted.rgb()[3 * (y * 128 + x)]) / 1024.0;
        }
      }
      // A hole in the middle of a flat picture: whatever is painted has about its brightness.
      assertThat(mean).isCloseTo(150, within(30.0));
      assertThat(work.steps()).isEqualTo(31);
    }
  }
}
