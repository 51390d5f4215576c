package io.semlink.codec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchNetworkTest {
  private static Network network;

  @BeforeAll
  static void load(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tiny.pt");
    Files.write(file, TorchNetworkTest.class.getResourceAsStream("tiny.pt").readAllBytes());
    network = TorchNetwork.load(file, ComputeDevice.CPU);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @Test
  void runsForwardWithSeveralOutputs() {
    List<Tensor> out = network.run("forward", new Tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    assertThat(out).hasSize(2);
    assertThat(out.get(0).data()).containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(out.get(0).shape()).containsExactly(2, 3);
    assertThat(out.get(1).data()).containsExactly(6, 15);
  }

  @Test
  void runsNamedMethodsWithIntegers() {
    Tensor x = new Tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor out = network.run("pick", x, new IntTensor(new long[] {2, 0}, 2)).get(0);
    assertThat(out.data()).containsExactly(3, 1, 6, 4);
  }

  @Test
  void manyThreadsShareOneNetwork() {
    List<Float> sums =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> network.run("forward", new Tensor(new float[] {i, i}, 1, 2)))
            .map(out -> out.get(1).data()[0])
            .toList();
    for (int i = 0; i < sums.size(); i++) {
      assertThat(sums.get(i)).isEqualTo(2f * i);
    }
  }

  @Test
  void saysWhichNetworkAndMethodFailed() {
    assertThatThrownBy(() -> network.run("paint", new Tensor(new float[1], 1)))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("tiny")
        .hasMessageContaining("paint")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> TorchNetwork.load(Path.of("no-such-network.pt"), ComputeDevice.CPU))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("no-such-network.pt");
  }

  @Test
  void shapesMustAgreeWithTheirData() {
    assertThatThrownBy(() -> new Tensor(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IntTensor(new long[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
