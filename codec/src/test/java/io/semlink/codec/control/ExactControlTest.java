package io.semlink.codec.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.hyperprior.Gains;
import io.semlink.codec.importance.ImportanceMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactControlTest {
  private static final long SEED = 4;
  private static final int POINTS = 4;
  private static final int CHANNELS = 768;
  private static final int CELLS = 30;

  /** Against every choice of point and threshold there is. */
  @Test
  void findsTheBestOfAllChoices() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      RateModel model = model(random);
      ImportanceMap map = map(random);
      ExactControl control = new ExactControl(model, map, ControlOptions.DEFAULT);
      double budget = random.nextDouble() * 25_000;

      Optional<OperatingChoice> best = control.best(budget, new RateCorrection());

      double expected = -1;
      for (int point = 0; point < POINTS; point++) {
        for (float alpha : map.values()) {
          OperatingChoice choice = new OperatingChoice(point, alpha);
          if (alpha <= 0.8 && control.latentBits(choice) <= budget) {
            expected = Math.max(expected, control.gvif(choice));
          }
        }
      }
      double found = best.map(control::gvif).orElse(-1.0);
      assertThat(found).as("seed %d, trial %d", SEED, trial).isGreaterThanOrEqualTo(expected);
      best.ifPresent(
          choice -> {
            assertThat(control.latentBits(choice)).isLessThanOrEqualTo(budget + 1);
            assertThat(choice.alpha()).isLessThanOrEqualTo(0.8);
          });
    }
  }

  @Test
  void moreBitsNeverMeanLessFidelity() {
    Random random = new Random(SEED);
    ExactControl control = new ExactControl(model(random), map(random), ControlOptions.DEFAULT);
    double before = 0;
    for (int bits = 1; bits < 150_000; bits += 499) {
      double now = control.best(bits, new RateCorrection()).map(control::gvif).orElse(0.0);
      assertThat(now).as("%d bits", bits).isGreaterThanOrEqualTo(before);
      before = now;
    }
    assertThat(before).isEqualTo(1);
  }

  @Test
  void theFloorOfTheMaskPsnrForcesFinerPoints() {
    Random random = new Random(SEED);
    RateModel model = model(random);
    ImportanceMap map = map(random);
    RateCorrection none = new RateCorrection();
    OperatingChoice free =
        new ExactControl(model, map, ControlOptions.DEFAULT).best(20_000, none).orElseThrow();
    ControlOptions floor = new ControlOptions(0.8, 50, 0.1);
    Optional<OperatingChoice> floored = new ExactControl(model, map, floor).best(20_000, none);
    assertThat(floored.map(OperatingChoice::point).orElse(POINTS)).isGreaterThan(free.point());
  }

  private static RateModel model(Random random) {
    byte[] indices = new byte[CELLS * CHANNELS];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) Math.max(0, 20 + 12 * random.nextGaussian());
    }
    return new RateModel(indices, gains(), 0.1);
  }

  private static ImportanceMap map(Random random) {
    float[] values = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      values[i] = random.nextInt(11) / 10f; // with ties
    }
    values[random.nextInt(CELLS)] = 1;
    return new ImportanceMap(5, 6, values);
  }

  /** Gains that double from point to point. */
  private static Gains gains() {
    ByteBuffer file =
        ByteBuffer.allocate(10 + 8 * POINTS * CHANNELS).order(ByteOrder.LITTLE_ENDIAN);
    file.put("SLGA".getBytes(StandardCharsets.US_ASCII));
    file.putShort((short) 1).putShort((short) POINTS).putShort((short) CHANNELS);
    for (int sign : new int[] {1, -1}) {
      for (int k = 0; k < POINTS; k++) {
        for (int c = 0; c < CHANNELS; c++) {
          file.putFloat((float) Math.pow(2, sign * (k - POINTS + 1)));
        }
      }
    }
    return Gains.parse(file.array());
  }
}
