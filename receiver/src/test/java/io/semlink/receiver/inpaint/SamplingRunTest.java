package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sampler against the closed form it has for Gaussian pixels. */
class SamplingRunTest {
  private static final GaussianDenoiser NETWORK = new GaussianDenoiser(0.1, 0.12);
  private static final long SEED = 20_240_517;

  private static SamplingRun run(KnownPicture known, int steps, Sampler sampler, long seed) {
    SamplingRun run = begin(known, steps, sampler, seed);
    while (!run.isFinished()) {
      step(run, NETWORK);
    }
    return run;
  }

  private static SamplingRun begin(KnownPicture known, int steps, Sampler sampler, long seed) {
    return new SamplingRun(
        new InpaintTask(known, new long[4], new InpaintSettings(steps, sampler, seed, 1, 1, 0)));
  }

  private static void step(SamplingRun run, Denoiser denoiser) {
    KnownPicture known = run.task().known();
    run.advance(
        denoiser.velocity(
            new DenoiserBatch(
                1,
                known.size(),
                run.state().clone(),
                known.rgb(),
                known.mask(),
                new float[] {(float) run.time()},
                new long[4],
                4)),
        0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 31})
  void ddimFollowsItsRecursion(int steps) {
    KnownPicture known = Pictures.unknown(16, 16);
    float[] start = begin(known, steps, Sampler.DDIM, SEED).state().clone();
    float[] end = run(known, steps, Sampler.DDIM, SEED).estimate();
    // x_t - alpha mean is multiplied by (alpha_s alpha_t s^2 + sigma_s sigma_t) / power(t).
    double factor = 1;
    double[] times = CosineSchedule.times(steps);
    for (int i = 0; i < steps; i++) {
      factor *= carry(times[i], times[i + 1], CosineSchedule.sigma(times[i + 1]));
    }
    for (int i = 0; i < end.length; i++) {
      assertThat((double) end[i]).isCloseTo(0.1 + factor * start[i], within(2e-4));
    }
  }

  private static double carry(double t, double s, double carriedSigma) {
    double signal = CosineSchedule.alpha(s) * CosineSchedule.alpha(t) * 0.12 * 0.12;
    return (signal + carriedSigma * CosineSchedule.sigma(t)) / NETWORK.power(t);
  }

  @Test
  void manyDdimStepsReachTheDistribution() {
    KnownPicture known = Pictures.unknown(16, 16);
    float[] start = begin(known, 1000, Sampler.DDIM, SEED).state().clone();
    float[] end = run(known, 1000, Sampler.DDIM, SEED).estimate();
    for (int i = 0; i < end.length; i++) {
      assertThat((double) end[i]).isCloseTo(0.1 + 0.12 * start[i], within(0.004));
    }
  }

  @Test
  void ddpmReachesTheVarianceOfItsRecursion() {
    int steps = 31;
    double variance = 1;
    double[] times = CosineSchedule.times(steps);
    for (int i = 0; i < steps; i++) {
      double fresh = CosineSchedule.freshNoise(times[i], times[i + 1], 1);
      double sigma = CosineSchedule.sigma(times[i + 1]);
      double factor = carry(times[i], times[i + 1], Math.sqrt(sigma * sigma - fresh * fresh));
      variance = factor * factor * variance + fresh * fresh;
    }
    float[] end = run(Pictures.unknown(96, 96), steps, Sampler.DDPM, SEED).estimate();
    double mean = 0;
    for (float value : end) {
      mean += value / end.length;
    }
    double measured = 0;
    for (float value : end) {
      measured += (value - mean) * (value - mean) / end.length;
    }
    // 27 648 samples: standard errors are sqrt(var / n) and var sqrt(2 / n); 5 of them.
    assertThat(mean)
        .as("seed %d", SEED)
        .isCloseTo(0.1, within(5 * Math.sqrt(variance / end.length)));
    assertThat(measured)
        .as("seed %d", SEED)
        .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / end.length)));
  }

  @ParameterizedTest
  @EnumSource(Sampler.class)
  void knownPixelsStayKnown(Sampler sampler) {
    KnownPicture known = Pictures.leftHalfKnown(16, 16, SEED);
    float[] end = run(known, 7, sampler, SEED).estimate();
    for (int i = 0; i < end.length; i++) {
      if (known.mask()[i % 256] == 1) {
        assertThat(end[i]).isEqualTo(known.rgb()[i]);
      }
    }
  }

  @Test
  void ddimCarriesTheRunsOwnNoiseInKnownPixels() {
    KnownPicture known = Pictures.leftHalfKnown(16, 16, SEED);
    SamplingRun run = begin(known, 5, Sampler.DDIM, SEED);
    float[] noise = run.state().clone();
    while (run.step() < 4) {
      step(run, NETWORK);
      double alpha = CosineSchedule.alpha(run.time());
      double sigma = CosineSchedule.sigma(run.time());
      for (int i = 0; i < noise.length; i++) {
        if (known.mask()[i % 256] == 1) {
          assertThat((double) run.state()[i])
              .isCloseTo(alpha * known.rgb()[i] + sigma * noise[i], within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sampler.class)
  void aSeedDeterminesThePicture(Sampler sampler) {
    KnownPicture known = Pictures.leftHalfKnown(16, 16, 1);
    float[] once = run(known, 9, sampler, 5).estimate();
    assertThat(run(known, 9, sampler, 5).estimate()).isEqualTo(once);
    assertThat(run(known, 9, sampler, 6).estimate()).isNotEqualTo(once);
  }

  @Test
  void noiseHasTheMomentsOfANormal() {
    float[] values = new GaussianNoise(SEED).array(200_000);
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (float value : values) {
      mean += value / 200_000.0;
      square += value * value / 200_000.0;
      fourth += Math.pow(value, 4) / 200_000.0;
    }
    // Standard errors 1, sqrt 2 and sqrt 96 over sqrt n; 5 of them.
    assertThat(mean).as("seed %d", SEED).isCloseTo(0, within(0.0112));
    assertThat(square).as("seed %d", SEED).isCloseTo(1, within(0.0159));
    assertThat(fourth).as("seed %d", SEED).isCloseTo(3, within(0.11));
  }

  @Test
  void guidanceExtrapolatesFromTheTextlessAnswer() {
    KnownPicture known = Pictures.unknown(16, 16);
    SamplingRun guided =
        new SamplingRun(
            new InpaintTask(
                known, new long[4], new InpaintSettings(1, Sampler.DDIM, SEED, 3, 1, 0)));
    float[] v = new float[2 * 768];
    for (int i = 0; i < 768; i++) {
      v[i] = -0.2f;
      v[768 + i] = -0.1f;
    }
    guided.advance(v, 0);
    // At t = 1, x_0 = -v, and v = -0.1 + 3 (-0.2 + 0.1).
    assertThat(guided.estimate()[0]).isCloseTo(0.4f, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 1})
  void temperatureScalesTheSpread(double temperature) {
    KnownPicture known = Pictures.unknown(16, 16);
    float[] warm = run(known, 9, Sampler.DDIM, SEED).estimate();
    SamplingRun run =
        new SamplingRun(
            new InpaintTask(
                known,
                new long[4],
                InpaintSettings.ofSeed(SEED).withSteps(9).withTemperature(temperature)));
    while (!run.isFinished()) {
      step(run, NETWORK);
    }
    float[] calm = run.estimate();
    // The closed form is linear in the start.
    for (int i = 0; i < warm.length; i++) {
      assertThat((double) calm[i]).isCloseTo(0.1 + temperature * (warm[i] - 0.1), within(2e-4));
    }
  }

  @Test
  void refusesAnswersThatAreNotFinite() {
    SamplingRun run = begin(Pictures.unknown(16, 16), 3, Sampler.DDIM, SEED);
    float[] v = new float[768];
    v[5] = Float.NaN;
    assertThatThrownBy(() -> run.advance(v, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not finite");
  }
}
