package io.semlink.codec.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyTable;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.testing.CompactBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PolicyControlTest {
  private static final Schemes SCHEMES = Schemes.open(CompactBundle.get());
  private static PhotoAnalysis coffee;
  private static long pixels;

  @BeforeAll
  static void analyse() throws IOException {
    Photo photo =
        PhotoReader.read(Files.readAllBytes(CompactBundle.root().resolve("examples/coffee.png")));
    pixels = (long) photo.width() * photo.height();
    coffee = SCHEMES.analyse(photo);
  }

  @Test
  void theRowThatSuitsTheLinkIsTaken() {
    EncodedPhoto coded = encode(table(row(0, 14_000, 0, 0.7), row(6, 60_000, 3, 0.5)), 70_000);
    assertThat(coded.decision().operatingPoint()).isEqualTo(3);
    assertThat(coded.decision().alpha()).isEqualTo(0.5);
    assertThat(coded.decision().policy()).hasValue(new PolicyUse(6, 0));
    assertThat(coded.ledger().total()).isLessThanOrEqualTo(70_000);
  }

  @Test
  void aPhotoThatTakesMoreThanTheMeanStepsDown() {
    long tooMuch = fixed(9, 0.1);
    PolicyTable table =
        table(
            row(0, tooMuch / 4, 0, 0.7),
            row(3, tooMuch / 2, 9, 0.1),
            row(6, tooMuch - 100, 9, 0.1));
    EncodedPhoto coded = encode(table, tooMuch - 50);
    assertThat(coded.decision().operatingPoint()).isZero();
    assertThat(coded.decision().policy()).hasValue(new PolicyUse(0, 2));
    assertThat(coded.ledger().total()).isLessThanOrEqualTo(tooMuch - 50);
  }

  @Test
  void belowTheLastRowTheLimitIsExplainedOrTheCaptionSent() {
    PolicyTable table = table(row(0, 14_000, 0, 0.7));
    assertThatThrownBy(() -> encode(table, 900))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining(fixed(0, 0.7) + " bits");
    EncodeOptions allowing =
        new EncodeOptions(
            new Control.Policy(table, budget(900)), Optional.empty(), List.of(), true);
    EncodedPhoto text =
        SCHEMES.encoder(Schemes.CIE).encode(coffee.photo(), allowing, StageListener.NONE);
    assertThat(text.decision().scheme()).isEqualTo(Schemes.TEXT_ONLY);
  }

  @Test
  void aSchemeThatSendsEverythingHasNoPolicy() {
    PolicyTable table = table(row(0, 14_000, 0, 0.7));
    assertThatThrownBy(
            () ->
                SCHEMES.encode(Schemes.VAE_FULL, coffee, new Control.Policy(table, budget(50_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VAE_FULL");
  }

  private static EncodedPhoto encode(PolicyTable table, long bits) {
    return SCHEMES.encode(Schemes.CIE, coffee, new Control.Policy(table, budget(bits)));
  }

  private static long fixed(int point, double alpha) {
    Control control = new Control.Fixed(new OperatingChoice(point, alpha));
    return SCHEMES.encode(Schemes.CIE, coffee, control).ledger().total();
  }

  private static LinkBudget budget(long bits) {
    return new LinkBudget(bits, Duration.ofSeconds(1));
  }

  private static PolicyTable.Row row(double snrDb, long bits, int point, double alpha) {
    return new PolicyTable.Row(snrDb, bits, (double) bits / pixels, point, alpha, bits, 0.2);
  }

  private static PolicyTable table(PolicyTable.Row... rows) {
    return new PolicyTable(
        1,
        CompactBundle.get().fingerprintHex(),
        "exact",
        new PolicyTable.Conditions(1, "coffee", (int) pixels, 1e6, 20, 0.8, 0.1, 0, 1),
        List.of(rows));
  }
}
