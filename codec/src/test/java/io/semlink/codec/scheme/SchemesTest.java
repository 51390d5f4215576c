package io.semlink.codec.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.importance.UnknownLabelException;
import io.semlink.codec.testing.CompactBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemesTest {
  private static final Schemes SCHEMES = Schemes.open(CompactBundle.get());

  @ParameterizedTest
  @ValueSource(strings = {"chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png"})
  void everyBitFitsTheLinkAndFidelityRisesWithIt(String name) throws IOException {
    Photo photo = example(name);
    double before = 0;
    for (int snrDb : new int[] {-2, 6, 15, 23}) {
      LinkBudget budget = budget(snrDb, 20);

      EncodedPhoto coded = encode(Schemes.CIE, photo, budget);

      assertThat(8L * coded.container().toBytes().length)
          .isEqualTo(coded.ledger().total())
          .isLessThanOrEqualTo(budget.bits());
      assertThat(coded.decision().alpha()).isBetween(0.0, 0.8);
      assertThat(coded.decision().gvif().value()).isBetween(before, 1.0);
      before = coded.decision().gvif().value();
    }
  }

  @Test
  void decodingGivesTheSamePictureEveryTime() throws IOException {
    EncodedPhoto coded = encode(Schemes.CIE, example("coffee.png"), budget(6, 30));
    Container sent = ContainerReader.read(coded.container().toBytes());

    DecodedPhoto first = SCHEMES.decode(sent, StageListener.NONE);
    DecodedPhoto second = SCHEMES.decode(sent, StageListener.NONE);

    assertThat(first.photo().rgb()).isEqualTo(second.photo().rgb());
    assertThat(first.mask()).isEqualTo(coded.mask());
    assertThat(first.prompt()).isEqualTo(coded.decision().caption());
  }

  @Test
  void finerPointsCostMoreAndShowMore() throws IOException {
    Photo photo = example("astronaut.png");
    long bits = 0;
    double psnr = 0;
    for (int point : new int[] {0, 6, 12, 18}) {
      EncodedPhoto coded = fixed(photo, point, 0);
      DecodedPhoto decoded = SCHEMES.decode(coded.container(), StageListener.NONE);
      double now = Psnr.of(photo, decoded.photo());
      assertThat(coded.ledger().total()).isGreaterThan(bits);
      assertThat(now).isGreaterThan(psnr + 1);
      bits = coded.ledger().total();
      psnr = now;
    }
    assertThat(psnr).isGreaterThan(38);
  }

  @Test
  void everyPrefixAfterTheEssentialsDecodesAndMoreLayersShowMoreCells() throws IOException {
    EncodedPhoto coded = fixed(example("chelsea.png"), 8, 0.2);
    byte[] file = coded.container().toBytes();
    int cells = -1;
    for (int length = file.length / 6; length <= file.length; length += file.length / 24) {
      DecodedPhoto decoded =
          SCHEMES.decode(
              ContainerReader.readPrefix(Arrays.copyOf(file, length)), StageListener.NONE);
      assertThat(decoded.mask().count()).isGreaterThanOrEqualTo(cells);
      cells = decoded.mask().count();
      assertThat(decoded.complete()).isEqualTo(length == file.length);
    }
    assertThat(cells).isGreaterThan(0);
  }

  @Test
  void tightLimitsAreExplained() throws IOException {
    Photo photo = example("coffee.png");
    LinkBudget tiny = new LinkBudget(705_719, Duration.ofMillis(1));

    assertThatThrownBy(() -> encode(Schemes.CIE, photo, tiny))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("raise the limit to at least");

    EncodeOptions allowing =
        new EncodeOptions(
            new Control.Exact(tiny, ControlOptions.DEFAULT), Optional.empty(), List.of(), true);
    EncodedPhoto coded = SCHEMES.encoder(Schemes.CIE).encode(photo, allowing, StageListener.NONE);
    assertThat(coded.decision().scheme()).isEqualTo(Schemes.TEXT_ONLY);
    assertThat(coded.ledger().total()).isLessThanOrEqualTo(tiny.bits());
    assertThat(SCHEMES.decode(coded.container(), StageListener.NONE).mask().count()).isZero();
  }

  @Test
  void theStatedSmallestLimitReallyDoes() throws IOException {
    Photo photo = example("rocket.jpg");
    LinkBudget enough = new LinkBudget(705_719, smallestLimit(Schemes.VAE_FULL, photo));

    assertThat(encode(Schemes.VAE_FULL, photo, enough).decision().alpha()).isZero();
  }

  @Test
  void aGreaterThresholdIsTheLastResortWhereAllowed() throws IOException {
    Photo photo = example("rocket.jpg");
    Duration tooLittle = smallestLimit(Schemes.CIE, photo).multipliedBy(9).dividedBy(10);
    LinkBudget tight = new LinkBudget(705_719, tooLittle);

    assertThatThrownBy(() -> encode(Schemes.CIE, photo, tight))
        .isInstanceOf(InfeasibleException.class);
    Control control = new Control.Exact(tight, ControlOptions.DEFAULT, true);
    EncodedPhoto coded =
        SCHEMES.encoder(Schemes.CIE).encode(photo, EncodeOptions.of(control), StageListener.NONE);
    assertThat(coded.ledger().total()).isLessThanOrEqualTo(tight.bits());
    assertThat(coded.decision().alpha()).isGreaterThan(0.8);
    assertThat(coded.mask().count()).isPositive();
  }

  @Test
  void anAnalysisCanBeCodedManyTimesAndWithAnotherMap() throws IOException {
    Photo photo = example("coffee.png");
    Control control = new Control.Exact(budget(6, 30), ControlOptions.DEFAULT);
    PhotoAnalysis analysis = SCHEMES.analyse(photo);

    for (String scheme : List.of(Schemes.CIE, Schemes.VAE_FULL)) {
      assertThat(SCHEMES.encode(scheme, analysis, control).container().toBytes())
          .isEqualTo(encode(scheme, photo, budget(6, 30)).container().toBytes());
    }
    float[] left = new float[analysis.latent().cells()];
    for (int i = 0; i < left.length; i++) {
      left[i] = i % analysis.latent().columns() < 8 ? 1 : 0;
    }
    ImportanceMap map =
        new ImportanceMap(analysis.latent().rows(), analysis.latent().columns(), left);
    EncodedPhoto coded =
        SCHEMES.encode(
            Schemes.CIE,
            analysis.withImportance(map),
            new Control.Fixed(new OperatingChoice(5, 0.5)));
    assertThat(coded.mask()).isEqualTo(map.keep(0.5));
    assertThatThrownBy(() -> SCHEMES.encode(Schemes.TEXT_ONLY, analysis, control))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TEXT_ONLY");
    assertThatThrownBy(() -> analysis.withImportance(new ImportanceMap(1, 1, new float[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png"})
  void theFloorHoldsForAnEstimateThatIsNearTheTruth(String name) throws IOException {
    Photo photo = example(name);
    PhotoAnalysis analysis = SCHEMES.analyse(photo);
    for (double floorDb : new double[] {0, 28, 32}) {
      ControlOptions bounds = new ControlOptions(0.8, floorDb, 0.1);
      EncodedPhoto coded =
          SCHEMES.encode(Schemes.CIE, analysis, new Control.Exact(budget(3, 20), bounds, true));
      DecodedPhoto decoded = SCHEMES.decode(coded.container(), StageListener.NONE);

      double estimatedDb = coded.decision().estimatedMaskPsnrDb().orElseThrow();
      double measuredDb =
          Psnr.ofKept(photo, decoded.photo(), decoded.mask(), HyperpriorCodec.CELL_PIXELS)
              .orElseThrow();
      assertThat(estimatedDb).isGreaterThanOrEqualTo(floorDb);
      // Photos spread about the estimate with a standard deviation of up to 1 dB.
      assertThat(measuredDb).isBetween(estimatedDb - 3.5, estimatedDb + 3.5);
    }
  }

  @Test
  void aFloorBeyondTheFinestPointIsExplained() throws IOException {
    PhotoAnalysis analysis = SCHEMES.analyse(example("coffee.png"));
    ControlOptions bounds = new ControlOptions(0.8, 60, 0.1);
    assertThatThrownBy(
            () -> SCHEMES.encode(Schemes.CIE, analysis, new Control.Exact(budget(23, 90), bounds)))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("lower the floor");
  }

  @Test
  void labelsOfInterestAndCaptionsAreHonoured() throws IOException {
    Photo photo = example("chelsea.png");
    EncodeOptions options =
        new EncodeOptions(
            new Control.Exact(budget(6, 30), ControlOptions.DEFAULT),
            Optional.of("my own words"),
            List.of(SCHEMES.labels().get(3)),
            false);
    EncodedPhoto coded = SCHEMES.encoder(Schemes.CIE).encode(photo, options, StageListener.NONE);
    assertThat(coded.decision().caption()).isEqualTo("my own words");
    assertThat(coded.decision().label()).isEqualTo(SCHEMES.labels().get(3));

    EncodeOptions unknown =
        new EncodeOptions(options.control(), Optional.empty(), List.of("no such thing"), false);
    assertThatThrownBy(
            () -> SCHEMES.encoder(Schemes.CIE).encode(photo, unknown, StageListener.NONE))
        .isInstanceOf(UnknownLabelException.class)
        .hasMessageContaining("no such thing");
  }

  @Test
  void oddSizesAreCodedWithoutSquashing() {
    byte[] rgb = new byte[3 * 33 * 70];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 33 * 7);
    }
    Photo photo = new Photo(33, 70, rgb);
    DecodedPhoto decoded = SCHEMES.decode(fixed(photo, 18, 0).container(), StageListener.NONE);
    assertThat(decoded.photo().width()).isEqualTo(33);
    assertThat(decoded.photo().height()).isEqualTo(70);
    assertThat(Psnr.of(photo, decoded.photo())).isGreaterThan(30);
  }

  @Test
  void containersOfOtherBundlesAndSchemesAreRefused() throws IOException {
    Container good = fixed(example("coffee.png"), 3, 0.5).container();
    Container other =
        new Container(
            new io.semlink.codec.container.ContainerHeader(
                new byte[4],
                good.header().scheme(),
                good.header().width(),
                good.header().height(),
                good.header().point(),
                good.header().directory()),
            good.payloads());
    assertThatThrownBy(() -> SCHEMES.decode(other, StageListener.NONE))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("bundle");
    assertThatThrownBy(() -> SCHEMES.encoder("JPEG9000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CIE");
  }

  private static EncodedPhoto encode(String scheme, Photo photo, LinkBudget budget) {
    Control control = new Control.Exact(budget, ControlOptions.DEFAULT);
    return SCHEMES.encoder(scheme).encode(photo, EncodeOptions.of(control), StageListener.NONE);
  }

  private static EncodedPhoto fixed(Photo photo, int point, double alpha) {
    Control control = new Control.Fixed(new OperatingChoice(point, alpha));
    return SCHEMES
        .encoder(Schemes.CIE)
        .encode(photo, EncodeOptions.of(control), StageListener.NONE);
  }

  /** Limit that a refusal names for a link of -2 dB and 1 MHz. */
  private static Duration smallestLimit(String scheme, Photo photo) {
    LinkBudget tiny = new LinkBudget(705_719, Duration.ofMillis(1));
    return assertThatExceptionOfType(InfeasibleException.class)
        .isThrownBy(() -> encode(scheme, photo, tiny))
        .actual()
        .smallestLimit();
  }

  /** Capacity of 1 MHz at an SNR without fading. */
  private static LinkBudget budget(double snrDb, int millis) {
    double capacity = 1e6 * Math.log1p(Math.pow(10, snrDb / 10)) / Math.log(2);
    return new LinkBudget(capacity, Duration.ofMillis(millis));
  }

  private static Photo example(String name) throws IOException {
    return PhotoReader.read(
        Files.readAllBytes(CompactBundle.root().resolve("examples").resolve(name)));
  }
}
