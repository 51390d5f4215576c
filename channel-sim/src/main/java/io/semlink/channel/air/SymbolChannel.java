package io.semlink.channel.air;

import io.semlink.channel.modem.FlatChannel;
import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Puts symbols on the air and gives back what an equaliser that knows the gains makes of what is
 * received, in the same arrays.
 */
final class SymbolChannel {
  /** Keeps the noise apart from all else that is drawn with the seed. */
  private static final long NOISE_STREAMS = 0x414E54454E4E4145L;

  private final Air air;
  private final long deadlineNanos;
  private final UniformRandomProvider noise;

  SymbolChannel(Air air, Terms terms) {
    this.air = air;
    this.deadlineNanos = terms.deadlineNanos();
    this.noise = RandomStreams.open(terms.seed() ^ NOISE_STREAMS, terms.transmission());
  }

  /** Is told of equalised symbols of one block. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes symbols.
     *
     * @param from number of the first
     * @param to number of the one behind the last
     * @param noiseVariance variance of their complex noise, infinite if nothing came through
     */
    void receive(int from, int to, double noiseVariance);
  }

  /**
   * Sends symbols of unit mean power from the present instant on.
   *
   * @return how many were out before the deadline; the rest of the arrays stays as it was
   */
  int send(float[] inPhase, float[] quadrature, Receiver receiver) {
    int from = 0;
    for (Air.Run run : air.send(inPhase.length, deadlineNanos).runs()) {
      int to = from + (int) run.units();
      FlatChannel channel = channel(run.block());
      channel.transmit(noise, inPhase, quadrature, from, to);
      channel.equalise(inPhase, quadrature, from, to);
      receiver.receive(from, to, channel.equalisedNoiseVariance());
      from = to;
    }
    return from;
  }

  private static FlatChannel channel(Block block) {
    return new FlatChannel(Math.sqrt(block.gain()), 0.0, 1.0 / Decibels.toLinear(block.snrDb()));
  }
}
