package io.semlink.codec.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.testing.CompactBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileSchemeTest {
  private static final Schemes SCHEMES = Schemes.open(CompactBundle.get());
  private static Photo photo;

  @BeforeAll
  static void read() throws IOException {
    photo =
        PhotoReader.read(Files.readAllBytes(CompactBundle.root().resolve("examples/coffee.png")));
  }

  @ParameterizedTest
  @ValueSource(strings = {Schemes.JPEG2000, Schemes.JPEG, Schemes.WEBP, Schemes.HEVC})
  void everyBitIsChargedAndTheLinkIsFilled(String id) {
    assumeAvailable(id);
    for (int millis : new int[] {50, 80}) {
      LinkBudget budget = new LinkBudget(2_316_456, Duration.ofMillis(millis));

      EncodedPhoto coded = encode(id, budget, false);

      assertThat(8L * coded.container().toBytes().length)
          .isEqualTo(coded.ledger().total())
          .isBetween(budget.bits() * 9 / 10, budget.bits());
      assertThat(coded.ledger().latent())
          .isEqualTo(coded.ledger().total() - coded.ledger().framing());
      assertThat(coded.decision().scheme()).isEqualTo(id);
      assertThat(coded.decision().fidelity()).isEmpty();
      Container sent = ContainerReader.read(coded.container().toBytes());
      assertThat(SCHEMES.nameOf(sent.header())).isEqualTo(id);
      DecodedPhoto decoded = SCHEMES.decode(sent, StageListener.NONE);
      assertThat(decoded.complete()).isTrue();
      assertThat(decoded.mask().fraction()).isEqualTo(1);
      assertThat(Psnr.of(photo, decoded.photo())).isGreaterThan(28);
    }
  }

  @Test
  void aCodestreamThatIsCutShowsACoarserPhoto() {
    assumeAvailable(Schemes.JPEG2000);
    byte[] file = encode(Schemes.JPEG2000, link(80), false).container().toBytes();

    DecodedPhoto cut = decodePrefix(file, file.length / 2);

    double whole = Psnr.of(photo, decodePrefix(file, file.length).photo());
    assertThat(cut.complete()).isFalse();
    assertThat(cut.mask().fraction()).isEqualTo(1);
    assertThat(Psnr.of(photo, cut.photo())).isBetween(18.0, whole - 1);
    assertThat(decodePrefix(file, 300).mask().count()).isZero();
  }

  @Test
  void aFileThatIsNothingWithoutItsEndBringsNoCells() {
    assumeAvailable(Schemes.WEBP);
    byte[] file = encode(Schemes.WEBP, link(80), false).container().toBytes();

    DecodedPhoto cut = decodePrefix(file, file.length / 2);

    assertThat(cut.mask().count()).isZero();
    assertThat(cut.photo().rgb()).containsOnly(128);
  }

  @Test
  void tightLimitsAreExplained() {
    LinkBudget tight = link(5);

    InfeasibleException refusal =
        catchThrowableOfType(InfeasibleException.class, () -> encode(Schemes.JPEG, tight, false));

    assertThat(refusal.smallestBits()).isGreaterThan(tight.bits());
    LinkBudget enough = new LinkBudget(tight.capacityBps(), refusal.smallestLimit());
    assertThat(encode(Schemes.JPEG, enough, false).ledger().total())
        .isEqualTo(refusal.smallestBits());
    assertThat(encode(Schemes.JPEG, tight, true).decision().scheme()).isEqualTo(Schemes.TEXT_ONLY);
  }

  @Test
  void operatingPointsAreRefused() {
    EncodeOptions fixed = EncodeOptions.of(new Control.Fixed(new OperatingChoice(9, 0)));
    assertThatThrownBy(() -> SCHEMES.encoder(Schemes.JPEG).encode(photo, fixed, StageListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JPEG has no operating points");
  }

  @Test
  void filesOfAnotherCoderOrSizeAreRefused() {
    Container jpeg = encode(Schemes.JPEG, link(60), false).container();
    Container asWebp = relabelled(jpeg, 18, photo.width());
    Container wider = relabelled(jpeg, jpeg.header().scheme(), photo.width() + 1);
    for (Container wrong : List.of(asWebp, wider)) {
      assertThatThrownBy(() -> SCHEMES.decode(wrong, StageListener.NONE))
          .isInstanceOf(DecodeException.class);
    }
  }

  private static Container relabelled(Container good, int scheme, int width) {
    return new Container(
        new ContainerHeader(
            good.header().fingerprint(),
            scheme,
            width,
            good.header().height(),
            0,
            good.header().directory()),
        good.payloads());
  }

  private static DecodedPhoto decodePrefix(byte[] file, int length) {
    return SCHEMES.decode(
        ContainerReader.readPrefix(Arrays.copyOf(file, length)), StageListener.NONE);
  }

  private static EncodedPhoto encode(String id, LinkBudget budget, boolean textOnly) {
    return SCHEMES
        .encoder(id)
        .encode(
            photo,
            new EncodeOptions(
                new Control.Exact(budget, ControlOptions.DEFAULT),
                Optional.empty(),
                List.of(),
                textOnly),
            StageListener.NONE);
  }

  /** 6 dB and 1 MHz. */
  private static LinkBudget link(int millis) {
    return new LinkBudget(2_316_456, Duration.ofMillis(millis));
  }

  private static void assumeAvailable(String id) {
    assumeTrue(SCHEMES.ids().contains(id), () -> id + " is not tested: its coder is not installed");
  }
}
