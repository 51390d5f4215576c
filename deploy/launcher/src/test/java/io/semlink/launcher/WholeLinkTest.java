package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.launcher.LinkExtension.RunningLink;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.CodingAccount;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Photos through all three services, at the SNRs and limits that the project promises. */
@ExtendWith(LinkExtension.class)
final class WholeLinkTest {
  private static final List<Integer> LIMITS_MS = List.of(20, 30);
  private static final Path KODAK =
      Path.of(
          System.getProperty(
              "semlink.kodak", Home.folder().resolve("../shared/data/kodak").toString()));

  static Stream<Path> examples() {
    return Stream.of("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")
        .map(name -> Home.examples().resolve(name));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keepsItsPromisesOnExamples(Path photo, RunningLink link) throws IOException {
    keepsItsPromises(photo, link);
  }

  @Test
  void aCutCostsQualityButNotThePicture(RunningLink link) throws IOException {
    TransmitterClient client = new TransmitterClient(link.channel());
    byte[] file = Files.readAllBytes(Home.examples().resolve("chelsea.png"));
    TransmitOptions options =
        options(6, 30).toBuilder().setLinkName(LinkExtension.STALE_LINK).build();
    int cuts = 0;
    for (int run = 0; run < 12 && cuts < 2; run++) {
      TransmissionResult result;
      try {
        result = client.send(file, options, Duration.ofMinutes(2), event -> {});
      } catch (StatusRuntimeException e) {
        // Not even the essential segments arrived; the answer says so.
        assertThat(Failure.of(e).code()).as(e.toString()).isEqualTo(ExitCode.DAMAGED);
        continue;
      }
      TransmissionReport report = result.report();
      if (report.getChannel().getOutage()) {
        cuts++;
        assertThat(report.getDegradedList())
            .extracting(Degradation::getReason)
            .contains(DegradationReason.DEGRADATION_REASON_DELIVERY_CUT);
        assertThat(report.getReceiver().getReceivedCells())
            .isLessThan(report.getDecision().getKeptCells());
        if (report.getReceiver().getReceivedCells() > 0) {
          assertReceivedPixelsAreTheDecoders(result, "after a cut");
        }
      }
    }
    assertThat(cuts).as("transmissions that were cut").isPositive();
  }

  @Test
  void aPhotoCrossesModulatedAndCoded(RunningLink link) throws IOException {
    TransmissionResult result = send(link, LinkExtension.SYMBOLS_LINK, 0);
    TransmissionReport report = result.report();
    ChannelReport channel = report.getChannel();
    assertThat(channel.getOutage()).isFalse();
    assertThat(report.getDegradedList()).isEmpty();
    double usable = channel.getKnownState().getUsableRateBps();
    assertThat(usable).isBetween(0.5 * channel.getCapacityBps(), channel.getCapacityBps());
    assertThat(report.getBits().getTotalBits()).isBetween(1L, (long) (0.03 * usable));
    CodingAccount coding = channel.getDelivery().getCoding();
    assertThat(coding.getTransportBlocks()).isPositive();
    assertThat(coding.getResidualErrors()).isZero();
    assertThat(coding.getBitsPerSymbol() * coding.getCodeRate())
        .as("bits per symbol at 10 dB")
        .isBetween(2.0, 3.46);
    assertThat(channel.getDelivery().getChannelUses())
        .as("symbols in 30 ms at 1 MHz")
        .isBetween(1L, 30_000L);
    assertReceivedPixelsAreTheDecoders(result, "over symbols");
    CodingAccount careful =
        send(link, LinkExtension.SYMBOLS_LINK, 6).report().getChannel().getDelivery().getCoding();
    assertThat(careful.getBitsPerSymbol() * careful.getCodeRate())
        .as("bits per symbol with a margin of 6 dB")
        .isLessThan(0.7 * coding.getBitsPerSymbol() * coding.getCodeRate());
  }

  @Test
  void errorsAreRepairedOrReported(RunningLink link) throws IOException {
    TransmitOptions full =
        options(0, 30).toBuilder().setLinkName(LinkExtension.STALE_SYMBOLS_LINK).build();
    // Less than fits, so that there is time to send again.
    TransmitOptions small =
        full.toBuilder()
            .setControl(ControlMode.CONTROL_MODE_FIXED)
            .setFixedOperatingPoint(5)
            .setFixedAlpha(0)
            .build();
    int repaired = 0;
    int reported = 0;
    for (int run = 0; run < 30 && (repaired == 0 || reported == 0); run++) {
      TransmissionReport report;
      try {
        report = send(link, run % 2 == 0 ? small : full).report();
      } catch (StatusRuntimeException e) {
        // Nothing usable arrived, or next to nothing would have fitted.
        assertThat(Failure.of(e).code())
            .as(e.toString())
            .isIn(ExitCode.DAMAGED, ExitCode.INFEASIBLE);
        continue;
      }
      CodingAccount coding = report.getChannel().getDelivery().getCoding();
      assertThat(coding.getRetransmissions()).isGreaterThanOrEqualTo(coding.getRounds() - 1);
      if (coding.getResidualErrors() > 0) {
        reported++;
        assertThat(report.getChannel().getOutage()).isTrue();
        assertThat(report.getDegradedList())
            .anySatisfy(d -> assertThat(d.getDetail()).contains("coded blocks had errors left"));
      } else if (!report.getChannel().getOutage() && coding.getRetransmissions() > 0) {
        repaired++;
        assertThat(report.getDegradedList())
            .noneMatch(d -> d.getReason() == DegradationReason.DEGRADATION_REASON_DELIVERY_CUT);
      }
    }
    assertThat(repaired).as("photos of which errors were repaired").isPositive();
    assertThat(reported).as("photos of which errors were left").isPositive();
  }

  @Test
  void anAnalogueLinkIsRefused(RunningLink link) {
    assertThatThrownBy(() -> send(link, LinkExtension.ANALOG_LINK, 0))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("carries analogue symbols")
        .satisfies(e -> assertThat(Failure.of(e).code()).isEqualTo(ExitCode.INPUT));
  }

  private static TransmissionResult send(RunningLink link, String name, double marginDb)
      throws IOException {
    return send(link, options(0, 30).toBuilder().setLinkName(name).setMarginDb(marginDb).build());
  }

  private static TransmissionResult send(RunningLink link, TransmitOptions options)
      throws IOException {
    return new TransmitterClient(link.channel())
        .send(
            Files.readAllBytes(Home.examples().resolve("chelsea.png")),
            options,
            Duration.ofMinutes(2),
            event -> {});
  }

  /** The Kodak set is not part of the project; its images are tested where they are at hand. */
  @Test
  void keepsItsPromisesOnKodak(RunningLink link) throws IOException {
    int most = Integer.getInteger("semlink.kodak.images", 1);
    if (!Files.isDirectory(KODAK)) {
      System.out.println("Kodak images are not at " + KODAK + ": skipped (-Dsemlink.kodak=DIR)");
      return;
    }
    try (Stream<Path> files = Files.list(KODAK)) {
      List<Path> photos =
          files.filter(f -> f.toString().endsWith(".png")).sorted().limit(most).toList();
      for (Path photo : photos) {
        keepsItsPromises(photo, link);
      }
    }
  }

  private static void keepsItsPromises(Path photo, RunningLink link) throws IOException {
    TransmitterClient client = new TransmitterClient(link.channel());
    byte[] file = Files.readAllBytes(photo);
    for (int limitMs : LIMITS_MS) {
      double before = -1;
      for (double snrDb : LinkExtension.SNRS_DB) {
        String name = photo.getFileName() + " at " + snrDb + " dB, " + limitMs + " ms";
        TransmissionResult result =
            client.send(file, options(snrDb, limitMs), Duration.ofMinutes(2), event -> {});
        TransmissionReport report = result.report();
        assertThat(report.getBits().getTotalBits() / report.getChannel().getCapacityBps())
            .as("air time of all bits in seconds, " + name)
            .isLessThanOrEqualTo(limitMs / 1e3);
        assertThat(report.getChannel().getOutage()).as("outage, " + name).isFalse();
        // Where the map of importance is flat, the default threshold may have to be exceeded.
        assertThat(report.getDegradedList())
            .as("degraded, " + name)
            .allMatch(d -> d.getReason() == DegradationReason.DEGRADATION_REASON_ABOVE_MAX_ALPHA);
        double gvif = report.getDecision().getGvif();
        assertThat(gvif).as("GVIF, " + name).isBetween(0.0, 1.0);
        assertThat(gvif).as("GVIF rises with SNR, " + name).isGreaterThan(Math.min(before, 0.999));
        before = gvif;
        assertReceivedPixelsAreTheDecoders(result, name);
      }
    }
  }

  private static TransmitOptions options(double snrDb, int limitMs) {
    return TransmitOptions.newBuilder()
        .setLinkName(LinkExtension.linkName(snrDb))
        .setLatencyLimit(com.google.protobuf.Duration.newBuilder().setNanos(limitMs * 1_000_000))
        .setSeed(1)
        .setReceiver(ReceiverOptions.newBuilder().setSteps(2))
        .addAllWantedPictures(RequestFlags.PICTURES)
        .setMeasurePsnr(true)
        .build();
  }

  private static void assertReceivedPixelsAreTheDecoders(TransmissionResult result, String name) {
    Photo mask = photo(result, PictureKind.PICTURE_KIND_MASK);
    Photo decoded = photo(result, PictureKind.PICTURE_KIND_DECODED);
    Photo received = photo(result, PictureKind.PICTURE_KIND_RECEIVED);
    byte[] wanted = decoded.rgb().clone();
    byte[] found = received.rgb().clone();
    long kept = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (mask.rgb()[i] == 0) {
        wanted[i] = 0;
        found[i] = 0;
      } else {
        kept++;
      }
    }
    assertThat(kept).as("samples received, " + name).isPositive();
    assertThat(Arrays.mismatch(found, wanted))
        .as("first sample that differs, " + name)
        .isEqualTo(-1);
  }

  private static Photo photo(TransmissionResult result, PictureKind kind) {
    return PhotoReader.read(result.picture(kind).orElseThrow().png());
  }
}
