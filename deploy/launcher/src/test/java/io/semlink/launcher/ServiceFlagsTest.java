package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.chassis.PeerGuards;
import io.semlink.chassis.TraceExport;
import io.semlink.chassis.TransportSecurity;
import io.semlink.codec.network.DeviceChoice;
import io.semlink.receiver.ReceiverConfig;
import io.semlink.transmitter.RetrySettings;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.console.ConsoleMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every flag reaches the record that the service is started with; so does every default. */
final class ServiceFlagsTest {
  /** Defaults, whatever the environment of the test says. */
  private static <T> T parsed(T command, String... args) {
    CommandLine line = new CommandLine(command);
    line.registerConverter(Duration.class, new DurationConverter());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(args);
    return command;
  }

  @TempDir private Path folder = Path.of("");

  private static Streams streams() {
    return Streams.ofProcess();
  }

  @Test
  void transmitterDefaults() {
    TransmitterConfig config = parsed(new TransmitterCommand(streams())).config();
    assertThat(config.server().host()).isEqualTo("127.0.0.1");
    assertThat(config.server().port()).isEqualTo(7401);
    assertThat(config.server().adminPort()).isEqualTo(8401);
    assertThat(config.server().security()).isInstanceOf(TransportSecurity.Plaintext.class);
    assertThat(config.server().drainDelay()).isZero();
    assertThat(config.server().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.server().reflection()).isTrue();
    assertThat(config.server().limits().maxCalls()).isEqualTo(256);
    assertThat(config.channel().host() + ":" + config.channel().port()).isEqualTo("127.0.0.1:7402");
    assertThat(config.work().uploadTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.channel().guards()).isEqualTo(PeerGuards.defaults());
    assertThat(config.retries()).isEqualTo(RetrySettings.DEFAULT);
    assertThat(config.defaults().scheme()).isEqualTo("CIE");
    assertThat(config.defaults().minMaskPsnrDb()).isZero();
    assertThat(config.defaults().marginDb()).isZero();
    assertThat(config.console()).isEqualTo(ConsoleConfig.DEFAULT);
  }

  @Test
  void tracesGoNowhereUnlessACollectorIsNamed() {
    assertThat(parsed(new TransmitterCommand(streams())).config().server().traces())
        .isEqualTo(TraceExport.off());
    assertThat(
            parsed(new TransmitterCommand(streams()), "--otlp-endpoint=http://collector:4318")
                .config()
                .server()
                .traces())
        .isEqualTo(TraceExport.to(URI.create("http://collector:4318")));
    TransmitterCommand wrong =
        parsed(new TransmitterCommand(streams()), "--otlp-endpoint=collector:4318");
    assertThatThrownBy(wrong::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://HOST:PORT");
  }

  @Test
  void transmitterFlags() {
    TransmitterConfig config =
        parsed(
                new TransmitterCommand(streams()),
                "--host=0.0.0.0",
                "--plaintext",
                "--port=1",
                "--admin-port=2",
                "--channel=example.org:3",
                "--bundle=some/folder",
                "--workers=4",
                "--queue=5",
                "--upload-timeout=6s",
                "--breaker-open-time=3s",
                "--peer-max-calls=10",
                "--peer-max-rate=20",
                "--peer-answer-timeout=700ms",
                "--peer-health-interval=4s",
                "--retry-attempts=2",
                "--retry-delay=30ms",
                "--retry-budget=40",
                "--default-scheme=VAE_FULL",
                "--min-mask-psnr-db=28",
                "--margin-db=2.5",
                "--policy=some/policy.json",
                "--console=view",
                "--console-photos=3",
                "--max-calls=9",
                "--tls-clients=none",
                "--drain-delay=2s",
                "--drain-timeout=1m",
                "--no-reflection")
            .config();
    assertThat(config.server().host()).isEqualTo("0.0.0.0");
    assertThat(config.server().port()).isEqualTo(1);
    assertThat(config.server().adminPort()).isEqualTo(2);
    assertThat(config.channel().host()).isEqualTo("example.org");
    assertThat(config.channel().port()).isEqualTo(3);
    assertThat(config.bundle()).isEqualTo(Path.of("some/folder"));
    assertThat(config.defaults().policy()).hasValue(Path.of("some/policy.json"));
    assertThat(config.work().workers()).isEqualTo(4);
    assertThat(config.work().queueCapacity()).isEqualTo(5);
    assertThat(config.work().uploadTimeout()).isEqualTo(Duration.ofSeconds(6));
    assertThat(config.channel().guards())
        .isEqualTo(
            new PeerGuards(
                Duration.ofSeconds(3), 10, 20, Duration.ofMillis(700), Duration.ofSeconds(4)));
    assertThat(config.retries())
        .isEqualTo(new RetrySettings(2, Duration.ofMillis(30), Duration.ofMillis(300), 40));
    assertThat(config.defaults().scheme()).isEqualTo("VAE_FULL");
    assertThat(config.defaults().minMaskPsnrDb()).isEqualTo(28);
    assertThat(config.defaults().marginDb()).isEqualTo(2.5);
    assertThat(config.console()).isEqualTo(new ConsoleConfig(Optional.of(ConsoleMode.VIEW), 3));
    assertThat(config.server().limits().maxCalls()).isEqualTo(9);
    assertThat(config.server().drainDelay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.server().drainTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.server().reflection()).isFalse();
  }

  @Test
  void channelDefaultsAndFlags() {
    ChannelSimConfig standard = parsed(new ChannelSimCommand(streams())).config();
    assertThat(standard.server().port()).isEqualTo(7402);
    assertThat(standard.receiver().port()).isEqualTo(7403);
    assertThat(standard.links())
        .containsExactly(LinkConfig.named("default").withSnrDb(6).withBandwidthHz(1e6));
    ChannelSimConfig given =
        parsed(
                new ChannelSimCommand(streams()),
                "--snr-db=-2",
                "--bandwidth-hz=2e6",
                "--fading=rayleigh",
                "--paced",
                "--seed=5",
                "--receiver=localhost:9")
            .config();
    assertThat(given.receiver().port()).isEqualTo(9);
    assertThat(given.links())
        .containsExactly(
            LinkConfig.named("default")
                .withSnrDb(-2)
                .withBandwidthHz(2e6)
                .withFading(new Rayleigh())
                .withPacing(Pacing.REAL_TIME)
                .withSeed(5));
  }

  @Test
  void linksOfAFileAreThereFromTheStart() throws IOException {
    Path file = folder.resolve("links.json");
    Files.writeString(
        file,
        "{\"links\": [{\"name\": \"far\", \"snr_db\": -3}, {\"name\": \"near\", \"snr_db\": 30}]}");
    assertThat(
            parsed(new ChannelSimCommand(streams()), "--links=" + file, "--snr-db=1")
                .config()
                .links())
        .extracting(link -> link.name() + " " + link.snr())
        .containsExactly(
            "far Constant[db=-3.0]", "near Constant[db=30.0]", "default Constant[db=1.0]");
    ChannelSimCommand missing = parsed(new ChannelSimCommand(streams()), "--links=no/such/file");
    assertThatThrownBy(missing::config).hasMessageContaining("no/such/file");
  }

  @Test
  void receiverDefaultsAndFlags() {
    ReceiverConfig standard = parsed(new ReceiverCommand(streams())).config();
    assertThat(standard).isEqualTo(ReceiverConfig.of(standard.server(), Home.bundle("compact")));
    assertThat(standard.server().port()).isEqualTo(7403);
    ReceiverConfig given =
        parsed(
                new ReceiverCommand(streams()),
                "--workers=2",
                "--queue=3",
                "--max-batch=5",
                "--store-bytes=6",
                "--device=gpu")
            .config();
    assertThat(given.workers()).isEqualTo(2);
    assertThat(given.queueCapacity()).isEqualTo(3);
    assertThat(given.maxBatch()).isEqualTo(5);
    assertThat(given.storeBytes()).isEqualTo(6);
    assertThat(given.device()).isEqualTo(DeviceChoice.GPU);
  }

  @Test
  void plaintextBeyondThisMachineHasToBeAllowed() {
    ReceiverCommand command = parsed(new ReceiverCommand(streams()), "--host=10.0.0.1");
    assertThatThrownBy(command::config).hasMessageContaining("--plaintext");
  }

  @Test
  void durationsHaveUnits() {
    DurationConverter converter = new DurationConverter();
    assertThat(converter.convert("100us")).isEqualTo(Duration.ofNanos(100_000));
    assertThat(converter.convert("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(converter.convert("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThatThrownBy(() -> converter.convert("5")).hasMessageContaining("1.5s");
  }
}
