package io.semlink.codec.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.control.RateCorrection.Factors;
import org.junit.jupiter.api.Test;

class RateCorrectionTest {
  @Test
  void knowsNothingAtFirst() {
    assertThat(new RateCorrection().at(7)).isEqualTo(Factors.NONE);
  }

  @Test
  void interpolatesBetweenPoints() {
    RateCorrection correction = new RateCorrection();
    correction.predict(0, new Factors(0.6, 0.8));
    correction.predict(10, Factors.NONE);
    assertThat(correction.at(5).bits()).isCloseTo(0.8, within(1e-12));
    assertThat(correction.at(5).information()).isCloseTo(0.9, within(1e-12));
    assertThat(correction.at(18)).isEqualTo(Factors.NONE);
  }

  @Test
  void aMeasurementStandsAndMovesWhatWasOnlyPredicted() {
    RateCorrection correction = new RateCorrection();
    correction.predict(0, Factors.NONE);
    correction.predict(10, Factors.NONE);
    correction.measure(5, new Factors(1.2, 0.9));
    assertThat(correction.at(0).bits()).isCloseTo(1.2, within(1e-12));
    assertThat(correction.at(9).bits()).isCloseTo(1.2, within(1e-12));
    correction.measure(0, new Factors(2, 1));
    assertThat(correction.at(5)).isEqualTo(new Factors(1.2, 0.9));
    assertThat(correction.at(0)).isEqualTo(new Factors(2, 1));
  }

  @Test
  void whatIsMeasuredOfTheInformationFadesTowardsTheReference() {
    RateCorrection correction = new RateCorrection();
    correction.predict(0, new Factors(0.7, 0.6));
    correction.predict(18, Factors.NONE);
    double usual = correction.at(9).information();
    correction.measure(9, new Factors(1, 0.9 * usual));
    assertThat(correction.at(18).information()).isEqualTo(1);
    assertThat(correction.at(0).information()).isCloseTo(0.9 * 0.6, within(1e-12));
    correction.measure(18, new Factors(1, 1.1));
    assertThat(correction.at(18).information()).isCloseTo(1.1, within(1e-12));
  }

  @Test
  void degeneratePhotosDoNotBreakIt() {
    assertThat(new Factors(Double.NaN, 0.0 / 0.0)).isEqualTo(Factors.NONE);
    assertThat(new Factors(1e9, 0)).isEqualTo(new Factors(10, 0.1));
  }
}
