package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.RandomStreams;
import org.junit.jupiter.api.Test;

final class FlatChannelTest {
  private final float[] inPhase = {1.0f, -0.5f, 0.25f};
  private final float[] quadrature = {0.5f, 0.75f, -1.0f};

  @Test
  void multipliesByTheGain() {
    new FlatChannel(0.6, -0.8, 0).transmit(RandomStreams.open(1, 0), inPhase, quadrature, 0, 2);

    // (1 + 0.5 i) (0.6 - 0.8 i) = 1 - 0.5 i; (-0.5 + 0.75 i) (0.6 - 0.8 i) = 0.3 + 0.85 i.
    assertThat(inPhase).containsExactly(new float[] {1.0f, 0.3f, 0.25f}, within(1e-7f));
    assertThat(quadrature).containsExactly(new float[] {-0.5f, 0.85f, -1.0f}, within(1e-7f));
  }

  @Test
  void equalisingUndoesTheGain() {
    FlatChannel channel = new FlatChannel(-0.3, 0.1, 0);
    channel.transmit(RandomStreams.open(1, 0), inPhase, quadrature, 0, 3);
    channel.equalise(inPhase, quadrature, 0, 3);

    assertThat(inPhase).containsExactly(new float[] {1.0f, -0.5f, 0.25f}, within(1e-6f));
    assertThat(quadrature).containsExactly(new float[] {0.5f, 0.75f, -1.0f}, within(1e-6f));
  }

  @Test
  void equalisingRaisesTheNoise() {
    assertThat(new FlatChannel(0.3, 0.4, 0.1).equalisedNoiseVariance())
        .isCloseTo(0.4, within(1e-12));
  }

  @Test
  void ofABrokenLinkNothingIsLeft() {
    FlatChannel broken = new FlatChannel(1e-20, 0, 0.1);
    broken.transmit(RandomStreams.open(1, 0), inPhase, quadrature, 0, 3);
    broken.equalise(inPhase, quadrature, 0, 3);

    assertThat(inPhase).containsOnly(0.0f, -0.0f);
    assertThat(broken.equalisedNoiseVariance()).isInfinite();
  }
}
