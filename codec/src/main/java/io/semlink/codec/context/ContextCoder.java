package io.semlink.codec.context;

import io.semlink.codec.hyperprior.Scales;

/**
 * The walk over the cells of one photo, the same at both ends: decides for every latent in turn by
 * which frequency table, and around which mean, it is coded.
 */
public final class ContextCoder {
  /** Side of a plane of levels with a border of zeros: two before, one after. */
  private static final int STRIDE = Scan.SIDE + 3;

  private static final int PLANE = (Scan.SIDE + 2) * STRIDE;
  private static final int FLAG = 16;
  private static final int MEAN_UNIT = 1 << MeanPredictor.UNIT_BITS;

  private final ContextModel model;
  private final MeanPredictor.PointScales scales;
  private final Neighbours neighbours;

  /** Levels of what was coded, [cells][channels], unsigned. */
  private final byte[] levels;

  /** Levels of the cell at hand, with a border. */
  private final int[] here = new int[Scan.PLANES * PLANE];

  private final int[] means = new int[Scan.CHANNELS];
  private final int[] features = new int[ContextModel.FEATURES];

  /** Codes one symbol: an encoder writes it and returns it, a decoder returns what it reads. */
  @FunctionalInterface
  public interface SymbolPort {
    /** Codes a symbol by a frequency table. */
    int code(int table, int symbol);
  }

  ContextCoder(
      ContextModel model, MeanPredictor.PointScales scales, Neighbours neighbours, int cells) {
    this.model = model;
    this.scales = scales;
    this.neighbours = neighbours;
    this.levels = new byte[cells * Scan.CHANNELS];
  }

  /**
   * Codes the latents of the next cell.
   *
   * @param indices the hyperprior's scale indices of the photo, [cells][channels]; what has index 0
   *     is zero and not coded
   * @param symbols quantised latents, same layout; read by an encoder, written by a decoder
   */
  public void code(int cell, byte[] indices, int[] symbols, SymbolPort port) {
    int pattern = neighbours.pattern(cell);
    for (MeanPredictor predictor : model.predictors()) {
      predictor.predict(cell, pattern, neighbours, symbols, scales, means);
    }
    int[] bases = new int[Neighbours.COUNT];
    for (int k = 0; k < Neighbours.COUNT; k++) {
      bases[k] = (pattern >> k & 1) == 1 ? neighbours.cell(cell, k) * Scan.CHANNELS : -1;
    }
    features[4] = (pattern & 0x03) != 0 ? FLAG : 0;
    features[5] = (pattern & 0x0C) != 0 ? FLAG : 0;
    features[6] = (pattern & 0xF0) != 0 ? FLAG : 0;
    int base = cell * Scan.CHANNELS;
    for (int channel : Scan.ORDER) {
      int index = indices[base + channel];
      int coded = 0;
      if (index == 0) {
        symbols[base + channel] = 0;
      } else {
        gather(channel, index, bases);
        int refined = model.refine(channel, index, features);
        coded = codeOne(channel, refined, symbols, base + channel, port);
      }
      byte level = Levels.of(coded);
      levels[base + channel] = level;
      here[inner(channel)] = level & 0xFF;
    }
    neighbours.add(cell);
  }

  /** Position of a channel among the levels of the cell at hand. */
  private static int inner(int channel) {
    int plane = channel >> 8;
    int vertical = channel >> 4 & 15;
    return plane * PLANE + (vertical + 2) * STRIDE + (channel & 15) + 2;
  }

  private void gather(int channel, int index, int[] bases) {
    features[0] = index;
    features[1] = mean(bases, 0, 2, channel);
    features[2] = mean(bases, 2, 4, channel);
    features[3] = mean(bases, 4, 8, channel);
    int at = inner(channel);
    features[7] = here[at - STRIDE];
    features[8] = here[at - 1];
    features[9] = here[at - STRIDE - 1];
    features[10] = here[at - STRIDE + 1];
    features[11] = here[at - 2 * STRIDE] + here[at - 2] >> 1;
    features[12] = channel >= 256 ? here[at % PLANE] : 0;
    features[13] = channel >= 512 ? here[PLANE + at % PLANE] : 0;
  }

  /** Mean level of a channel over the known ones of some neighbours. */
  private int mean(int[] bases, int from, int to, int channel) {
    int sum = 0;
    int count = 0;
    for (int k = from; k < to; k++) {
      if (bases[k] >= 0) {
        sum += levels[bases[k] + channel] & 0xFF;
        count++;
      }
    }
    return count <= 1 ? sum : sum / count;
  }

  /** Codes a latent and returns the symbol that the port has seen. */
  private int codeOne(int channel, int refined, int[] symbols, int at, SymbolPort port) {
    if (!model.isPredicted(channel)) {
      symbols[at] = port.code(refined, symbols[at]);
      return symbols[at];
    }
    int whole = means[channel] + MEAN_UNIT / 2 >> MeanPredictor.UNIT_BITS;
    int rest = means[channel] - MEAN_UNIT * whole;
    int sign = rest < 0 ? -1 : 1;
    int phase = Math.abs(rest) <= 2 ? 0 : Math.abs(rest) <= 5 ? 1 : 2;
    int table = refined + Scales.LEVELS * (1 + phase);
    int coded = port.code(table, (symbols[at] - whole) * sign);
    symbols[at] = coded * sign + whole;
    return coded;
  }
}
