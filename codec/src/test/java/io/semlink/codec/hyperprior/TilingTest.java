package io.semlink.codec.hyperprior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.Tensor;
import io.semlink.codec.testing.CompactBundle;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Computing a large photo in parts gives what computing it whole gives. */
class TilingTest {
  private static final long SEED = 17;
  private static final Bundle BUNDLE = CompactBundle.get();

  @Test
  void scaleIndicesAreExactlyThoseOfTheWhole() {
    IntegerHyperSynthesis network = IntegerHyperSynthesis.parse(BUNDLE.file("hyper_synthesis.bin"));
    Random random = new Random(SEED);
    int[] values = random.ints(network.hyperChannels() * 19L * 23, -9, 10).toArray();
    HyperLatent hyper = new HyperLatent(network.hyperChannels(), 19, 23, values);

    byte[] whole = network.scaleIndices(hyper, 75, 91, 9, 1000);

    for (int side : new int[] {1, 5, 16}) {
      assertThat(network.scaleIndices(hyper, 75, 91, 9, side))
          .as("seed %d, side %d", SEED, side)
          .isEqualTo(whole);
    }
  }

  @Test
  void analysisAndSynthesisAgreeWithTheWhole() {
    HyperpriorCodec codec = HyperpriorCodec.open(BUNDLE);
    Network transforms = BUNDLE.network("codec.pt");
    Photo photo = smooth(1200, 64);
    int columns = 75;

    Latent latent = codec.analyse(photo);

    float[] y = transforms.run("analyse", photo.toTensor()).get(0).data();
    for (int cell = 0; cell < latent.cells(); cell++) {
      for (int c = 0; c < latent.channels(); c++) {
        assertThat(latent.values()[cell * latent.channels() + c])
            .isCloseTo(y[c * latent.cells() + cell], within(0.05f));
      }
    }
    KeepMask all = KeepMask.uniform(4, columns, true);
    int point = 12;
    HyperLatent hyper = codec.hyperAnalyse(latent, point, all);
    byte[] indices = codec.scaleIndices(hyper, 4, columns, point);
    int[] symbols = codec.quantise(latent, point, all, indices);
    float[] planes = new float[symbols.length];
    for (int cell = 0; cell < 4 * columns; cell++) {
      for (int c = 0; c < latent.channels(); c++) {
        planes[c * 4 * columns + cell] =
            symbols[cell * latent.channels() + c] * codec.gains().inverse(point, c);
      }
    }
    float[] kept = new float[4 * columns];
    java.util.Arrays.fill(kept, 1);
    Tensor x =
        transforms
            .run(
                "synthesise",
                new Tensor(planes, 1, latent.channels(), 4, columns),
                new Tensor(kept, 1, 1, 4, columns),
                io.semlink.codec.network.IntTensor.of(point))
            .get(0);
    byte[] whole = Photo.fromTensor(x, 0, 0, 1200, 64).rgb();
    byte[] tiled = codec.synthesise(symbols, all, point, 1200, 64).rgb();
    for (int i = 0; i < whole.length; i++) {
      assertThat(Byte.toUnsignedInt(tiled[i])).isCloseTo(Byte.toUnsignedInt(whole[i]), within(1));
    }
  }

  private static Photo smooth(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      rgb[i] = (byte) (128 + 60 * Math.sin(x / 9.0 + i % 3) + 50 * Math.cos(y / 5.0));
    }
    return new Photo(width, height, rgb);
  }
}
