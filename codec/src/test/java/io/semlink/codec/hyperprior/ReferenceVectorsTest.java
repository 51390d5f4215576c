package io.semlink.codec.hyperprior;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.network.Input;
import io.semlink.codec.network.IntTensor;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.Tensor;
import io.semlink.codec.testing.CompactBundle;
import io.semlink.codec.testing.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the networks gave where they were trained, they give here. */
class ReferenceVectorsTest {
  @ParameterizedTest
  @CsvSource({
    "codec.pt, analyse, codec-analyse, 0.02",
    "codec.pt, hyper_analyse, codec-hyper_analyse, 0.002",
    "codec.pt, synthesise, codec-synthesise, 0.0005",
    "classifier.pt, forward, classifier-forward, 0.01",
    "denoiser.pt, forward, denoiser-forward, 0.002",
  })
  void networkReproducesItsReference(String file, String method, String vectors, double tolerance)
      throws IOException {
    Npz reference = vectors(vectors);
    Network network = CompactBundle.get().network(file);

    List<Tensor> outputs = network.run(method, reference.inputs());

    assertThat(outputs).hasSameSizeAs(reference.outputs());
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(outputs.get(i).shape()).isEqualTo(reference.outputs().get(i).shape());
      assertThat(largestDifference(outputs.get(i), reference.outputs().get(i)))
          .as("largest difference of output %d", i)
          .isLessThan(tolerance);
    }
  }

  @Test
  void integerHyperSynthesisEqualsItsReferenceExactly() throws IOException {
    Npz reference = vectors("hyper_synthesis");
    Input[] inputs = reference.inputs();
    Tensor hyper = (Tensor) inputs[0];
    int point = (int) ((IntTensor) inputs[1]).data()[0];
    Tensor expected = reference.outputs().get(0);
    int rows = (int) expected.shape()[2];
    int columns = (int) expected.shape()[3];
    int[] values = new int[hyper.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) hyper.data()[i];
    }
    IntegerHyperSynthesis network =
        IntegerHyperSynthesis.parse(CompactBundle.get().file("hyper_synthesis.bin"));

    byte[] indices =
        network.scaleIndices(
            new HyperLatent(
                network.hyperChannels(), (int) hyper.shape()[2], (int) hyper.shape()[3], values),
            rows,
            columns,
            point);

    int channels = network.channels();
    for (int c = 0; c < channels; c++) {
      for (int cell = 0; cell < rows * columns; cell++) {
        assertThat((float) indices[cell * channels + c])
            .as("channel %d, cell %d", c, cell)
            .isEqualTo(expected.data()[c * rows * columns + cell]);
      }
    }
  }

  private static Npz vectors(String name) throws IOException {
    Path folder = CompactBundle.folder().resolve("reference");
    return Npz.read(folder.resolve(name + ".npz"));
  }

  private static double largestDifference(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.data().length; i++) {
      largest = Math.max(largest, Math.abs(a.data()[i] - b.data()[i]));
    }
    return largest;
  }
}
