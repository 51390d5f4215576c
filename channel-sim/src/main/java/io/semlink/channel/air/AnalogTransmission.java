package io.semlink.channel.air;

import java.util.Arrays;
import java.util.Optional;

/**
 * Sends each segment at unit mean power, whatever the sender's scale, and tells the receiver the
 * scale that undoes it.
 */
final class AnalogTransmission extends TimedTransmission {
  private final SymbolChannel channel;

  AnalogTransmission(Air air, Terms terms) {
    super(air, terms);
    this.channel = new SymbolChannel(air, terms);
  }

  @Override
  public Carried carry(Payload segment) {
    if (!(segment instanceof Payload.Symbols symbols)) {
      throw new IllegalArgumentException("this link carries symbols, not bytes");
    }
    float amplitude = amplitude(symbols);
    float[] inPhase = divided(symbols.inPhase(), amplitude);
    float[] quadrature = divided(symbols.quadrature(), amplitude);
    progress.begin();
    int received =
        progress.outage() ? 0 : channel.send(inPhase, quadrature, (from, to, variance) -> {});
    return progress.end(
        new Payload.Symbols(
            Arrays.copyOf(inPhase, received),
            Arrays.copyOf(quadrature, received),
            symbols.scale() * amplitude),
        segment.units(),
        received,
        received,
        Optional.empty());
  }

  /** Root of the mean power; 1 if there is none, which no scale would change. */
  private static float amplitude(Payload.Symbols symbols) {
    double power = 0.0;
    for (int i = 0; i < symbols.inPhase().length; i++) {
      double re = symbols.inPhase()[i];
      double im = symbols.quadrature()[i];
      power += re * re + im * im;
    }
    float amplitude = (float) Math.sqrt(power / symbols.inPhase().length);
    if (Float.isInfinite(amplitude)) {
      throw new IllegalArgumentException("the symbols' mean power is out of range");
    }
    return amplitude > 0 ? amplitude : 1.0f;
  }

  private static float[] divided(float[] values, float divisor) {
    float[] quotients = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      quotients[i] = values[i] / divisor;
    }
    return quotients;
  }
}
