package io.semlink.codec.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.image.Photo;
import io.semlink.codec.network.Input;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.NetworkException;
import io.semlink.codec.network.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A made-up network whose logits are ln 1, ln 3 and ln 4. */
class CamClassifierTest {
  private static final Labels LABELS =
      Labels.parse(
          "[{\"id\":\"a\",\"name\":\"tench\"},{\"id\":\"b\",\"name\":\"cup\"},{\"id\":\"c\",\"name\":\"cat\"}]"
              .getBytes(StandardCharsets.UTF_8));
  private static final Photo PHOTO = new Photo(32, 32, new byte[3 * 32 * 32]);

  private static CamClassifier classifier(boolean tellsFeatures) {
    Network network =
        new Network() {
          @Override
          public List<Tensor> run(String method, Input... inputs) {
            if (method.equals("forward")) {
              float[] logits = {0, (float) Math.log(3), (float) Math.log(4)};
              return List.of(new Tensor(logits, 1, 3), new Tensor(new float[12], 1, 3, 2, 2));
            }
            if (tellsFeatures) {
              return List.of(new Tensor(new float[] {7, 8}, 1, 2));
            }
            throw new NetworkException("no such method", new IllegalStateException());
          }

          @Override
          public void close() {}
        };
    return new CamClassifier(network, LABELS, 32, 16);
  }

  @Test
  void tellsTheProbabilityOfAnyLabelByNameOrId() {
    assertThat(classifier(true).probability(PHOTO, "tench")).isCloseTo(0.125, within(1e-6));
    assertThat(classifier(true).probability(PHOTO, "b")).isCloseTo(0.375, within(1e-6));
    assertThatThrownBy(() -> classifier(true).probability(PHOTO, "dragon"))
        .isInstanceOf(UnknownLabelException.class);
  }

  @Test
  void saysSoWhereTheNetworkTellsNoFeatures() {
    assertThat(classifier(true).features(PHOTO)).containsExactly(7, 8);
    assertThatThrownBy(() -> classifier(false).features(PHOTO))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("no method 'features'");
  }
}
