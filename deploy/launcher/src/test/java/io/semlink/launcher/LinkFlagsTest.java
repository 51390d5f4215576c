package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.SnrRamp;
import io.semlink.channel.v1.SnrSchedule;
import io.semlink.channel.v1.SnrStep;
import io.semlink.channel.v1.SnrSteps;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.channel.v1.SymbolConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkSharing;
import io.semlink.link.v1.StateKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every flag of a link reaches its setting, and nothing else does. */
final class LinkFlagsTest {
  @TempDir private Path folder = Path.of("");

  @Command
  private static final class Probe {
    @Mixin private final ChangedLinkFlags flags = new ChangedLinkFlags();
  }

  private static ChangedLinkFlags parsed(String... args) {
    Probe probe = new Probe();
    CommandLine line = new CommandLine(probe);
    line.registerConverter(Duration.class, new DurationConverter());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(args);
    return probe.flags;
  }

  private static LinkConfig settings(String... args) {
    return parsed(args).settings();
  }

  @Test
  void nothingGivenChangesNothing() {
    assertThat(settings()).isEqualTo(LinkConfig.getDefaultInstance());
    assertThat(parsed().preset()).isEmpty();
  }

  @Test
  void everyFlagReachesItsSetting() throws IOException {
    assertThat(
            settings(
                "--model=symbols",
                "--snr-db=-2",
                "--bandwidth-hz=2e6",
                "--fading=jakes",
                "--rician-k-db=6",
                "--doppler-hz=12.5",
                "--line-of-sight-degrees=60",
                "--shadowing-db=4",
                "--shadowing-time=2s",
                "--block=100us",
                "--propagation-delay=1.5ms",
                "--sharing=priority",
                "--state=delayed",
                "--state-delay-blocks=3",
                "--max-bits-per-symbol=6",
                "--coding-index=7",
                "--target-bler=0.1",
                "--harq-rounds=2",
                "--harq-round-trip=500us",
                "--decoder-iterations=30",
                "--no-paced"))
        .isEqualTo(
            LinkConfig.newBuilder()
                .setModel(LinkModel.LINK_MODEL_SYMBOLS)
                .setSnrDb(-2)
                .setBandwidthHz(2e6)
                .setFading(
                    FadingConfig.newBuilder()
                        .setModel(FadingModel.FADING_MODEL_JAKES)
                        .setRicianKDb(6)
                        .setDopplerHz(12.5)
                        .setLineOfSightDegrees(60)
                        .setShadowingStddevDb(4)
                        .setShadowingDecorrelationTime(Durations.fromSeconds(2))
                        .setCoherenceTime(Durations.fromMicros(100)))
                .setPropagationDelay(Durations.fromMicros(1500))
                .setSharing(LinkSharing.LINK_SHARING_PRIORITY)
                .setStateInformation(
                    StateInformationConfig.newBuilder()
                        .setKnowledge(StateKnowledge.STATE_KNOWLEDGE_DELAYED)
                        .setDelayBlocks(3))
                .setSymbols(
                    SymbolConfig.newBuilder()
                        .setBitsPerSymbol(6)
                        .setCodingIndex(7)
                        .setTargetBlockErrorRate(0.1)
                        .setHarqRounds(2)
                        .setHarqRoundTrip(Durations.fromMicros(500))
                        .setDecoderIterations(30))
                .setPaced(false)
                .build());
    assertThat(parsed("--preset=lab").preset()).isEqualTo("lab");
    Path trace = folder.resolve("trace.csv");
    Files.writeString(trace, "time_s,gain\n0,1\n");
    assertThat(settings("--trace", trace.toString()).getFading())
        .isEqualTo(
            FadingConfig.newBuilder()
                .setModel(FadingModel.FADING_MODEL_TRACE)
                .setTraceCsv(ByteString.copyFromUtf8("time_s,gain\n0,1\n"))
                .build());
  }

  @Test
  void parametersThatBelongToOneWayNameIt() {
    assertThat(settings("--nakagami-m=2").getFading().getModel())
        .isEqualTo(FadingModel.FADING_MODEL_NAKAGAMI);
    assertThat(settings("--doppler-hz=5").getFading().getModel())
        .isEqualTo(FadingModel.FADING_MODEL_JAKES);
    assertThat(settings("--rician-k-db=5").getFading().getModel())
        .as("two laws have it")
        .isEqualTo(FadingModel.FADING_MODEL_UNSPECIFIED);
    assertThat(settings("--state-error-db=2").getStateInformation().getKnowledge())
        .isEqualTo(StateKnowledge.STATE_KNOWLEDGE_NOISY);
  }

  @Test
  void schedulesAreRead() {
    assertThat(settings("--snr-ramp=20:-5:10s:repeat").getSnrSchedule())
        .isEqualTo(
            SnrSchedule.newBuilder()
                .setRamp(
                    SnrRamp.newBuilder()
                        .setFromDb(20)
                        .setToDb(-5)
                        .setDuration(Durations.fromSeconds(10))
                        .setRepeat(true))
                .build());
    assertThat(settings("--snr-steps=0s:20,500ms:5/2s").getSnrSchedule())
        .isEqualTo(
            SnrSchedule.newBuilder()
                .setSteps(
                    SnrSteps.newBuilder()
                        .addSteps(
                            SnrStep.newBuilder().setStart(Durations.fromMillis(0)).setSnrDb(20))
                        .addSteps(
                            SnrStep.newBuilder().setStart(Durations.fromMillis(500)).setSnrDb(5))
                        .setPeriod(Durations.fromSeconds(2)))
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--snr-ramp=20:0",
        "--snr-ramp=20:0:10",
        "--snr-ramp=20:0:10s:twice",
        "--snr-steps=20,5",
        "--snr-steps=0s:x",
        "--fading=rain",
        "--block=5"
      })
  void whatCannotBeReadIsExplained(String flag) {
    assertThatThrownBy(() -> settings(flag)).isInstanceOf(CommandLine.ParameterException.class);
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> settings("--snr-db=3", "--snr-ramp=1:2:3s"))
        .hasMessageContaining("only one of --snr-db");
    assertThatThrownBy(() -> settings("--state=noisy", "--state-delay-blocks=3"))
        .hasMessageContaining("--state noisy");
    assertThatThrownBy(() -> settings("--state-error-db=1", "--state-delay-blocks=3"))
        .hasMessageContaining("do not go together");
    assertThatThrownBy(() -> settings("--state-delay=5ms", "--state-delay-blocks=3"))
        .hasMessageContaining("do not go together");
    assertThatThrownBy(() -> settings("--trace=no/such/file.csv"))
        .hasMessageContaining("no/such/file.csv");
  }
}
