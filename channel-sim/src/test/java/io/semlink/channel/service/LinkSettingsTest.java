package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.semlink.channel.air.AnalogModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Preset;
import io.semlink.channel.link.Sharing;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.CorrelatedRician;
import io.semlink.channel.physics.Rician;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.physics.Trace;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.LinkConfig.Builder;
import io.semlink.channel.v1.SnrStep;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkSharing;
import io.semlink.link.v1.StateKnowledge;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LinkSettingsTest {
  private static final LinkConfig PRESENT =
      LinkConfig.named("lab").withSnrDb(3).withFading(new Rician(6)).withSeed(4);

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetComesBackFromTheWire(Preset preset) {
    LinkConfig config = preset.config("lab", 4);

    assertThat(SettingsReader.read(LinkConfig.named("lab"), SettingsWriter.config(config)))
        .isEqualTo(config);
    assertThat(apply(PRESENT, preset.label(), settings -> {})).isEqualTo(config);
  }

  @Test
  void schedulesComeBackFromTheWire() {
    for (SnrSchedule schedule :
        List.of(
            new SnrSchedule.Ramp(20, -3, Duration.ofSeconds(9), true),
            new SnrSchedule.Steps(
                List.of(
                    new SnrSchedule.Step(Duration.ZERO, 9),
                    new SnrSchedule.Step(Duration.ofMillis(1500), -2)),
                Duration.ofSeconds(3)),
            new SnrSchedule.Steps(List.of(new SnrSchedule.Step(Duration.ZERO, 1)), null))) {
      LinkConfig config = PRESENT.with(settings -> settings.snr = schedule);

      assertThat(SettingsReader.read(PRESENT, SettingsWriter.config(config))).isEqualTo(config);
      assertThat(apply(config, "", settings -> settings.setSeed(5)).snr()).isEqualTo(schedule);
      assertThat(apply(config, "", settings -> settings.setSnrDb(7)).snr())
          .isEqualTo(new SnrSchedule.Constant(7));
    }
  }

  @Test
  void newScheduleReplacesTheOldOne() {
    Consumer<Builder> twoSteps =
        settings ->
            settings
                .getSnrScheduleBuilder()
                .getStepsBuilder()
                .addSteps(SnrStep.newBuilder().setSnrDb(1));
    LinkConfig once = apply(PRESENT, "", twoSteps);

    assertThat(apply(once, "", twoSteps)).isEqualTo(once);
    refused(
        "snr_schedule",
        settings -> {
          twoSteps.accept(settings);
          settings.setSnrDb(1);
        });
  }

  @Test
  void parametersStayWithTheirLaw() {
    LinkConfig jakes =
        apply(
            PRESENT,
            "",
            settings ->
                settings
                    .getFadingBuilder()
                    .setModel(FadingModel.FADING_MODEL_JAKES)
                    .setDopplerHz(30)
                    .setShadowingStddevDb(4));
    assertThat(jakes.fading())
        .isEqualTo(new Shadowed(new CorrelatedRayleigh(30), 4, Duration.ofSeconds(1)));

    LinkConfig sighted = apply(jakes, "", settings -> settings.getFadingBuilder().setRicianKDb(9));
    assertThat(sighted.fading())
        .isEqualTo(new Shadowed(new CorrelatedRician(9, 30, 90), 4, Duration.ofSeconds(1)));

    LinkConfig clear =
        apply(sighted, "", settings -> settings.getFadingBuilder().setShadowingStddevDb(0));
    assertThat(clear.fading()).isEqualTo(new CorrelatedRician(9, 30, 90));
  }

  @Test
  void traceStaysUntilAnotherLawIsChosen() {
    ByteString csv = ByteString.copyFromUtf8("time_s,snr_db\n0,13\n1,13\n");
    LinkConfig traced =
        apply(
            PRESENT.withSnrDb(10),
            "",
            settings ->
                settings
                    .setSnrDb(13)
                    .getFadingBuilder()
                    .setModel(FadingModel.FADING_MODEL_TRACE)
                    .setTraceCsv(csv));
    assertThat(traced.fading()).isEqualTo(Trace.parse(csv.toByteArray()));
    assertThat(SettingsWriter.config(traced).getFading().getTrace().getBlockCount()).isEqualTo(2);
    assertThat(SettingsWriter.config(traced).getFading().getTraceCsv()).isEmpty();

    assertThat(apply(traced, "", settings -> settings.setPaced(true)).fading())
        .isEqualTo(traced.fading());
    refused(
        "fading.trace_csv",
        settings -> settings.getFadingBuilder().setModel(FadingModel.FADING_MODEL_TRACE));
  }

  @Test
  void traceOfSnrsSetsTheMeanUnlessOneIsGiven() {
    ByteString csv = ByteString.copyFromUtf8("time_s,snr_db\n0,13\n1,13\n");
    LinkConfig traced =
        apply(
            LinkConfig.named("lab"),
            "",
            settings ->
                settings
                    .getFadingBuilder()
                    .setModel(FadingModel.FADING_MODEL_TRACE)
                    .setTraceCsv(csv));

    assertThat(((SnrSchedule.Constant) traced.snr()).db()).isCloseTo(13, within(1e-9));
  }

  @Test
  void sharingAndDelayAreTaken() {
    LinkConfig changed =
        apply(
            PRESENT,
            "",
            settings ->
                settings
                    .setSharing(LinkSharing.LINK_SHARING_PRIORITY)
                    .setPropagationDelay(ProtoTimes.toProto(Duration.ofMillis(4))));

    assertThat(changed.sharing()).isEqualTo(Sharing.PRIORITY);
    assertThat(changed.propagationDelay()).isEqualTo(Duration.ofMillis(4));
    assertThat(changed.fading()).isEqualTo(PRESENT.fading());
  }

  @Test
  void symbolSettingsComeBackFromTheWireAndLeaveWithTheirModel() {
    LinkConfig symbols =
        apply(
            PRESENT,
            "",
            settings ->
                settings
                    .setModel(LinkModel.LINK_MODEL_SYMBOLS)
                    .getSymbolsBuilder()
                    .setBitsPerSymbol(4)
                    .setHarqRounds(2)
                    .setCodingIndex(12)
                    .setHarqRoundTrip(ProtoTimes.toProto(Duration.ofMillis(2))));
    assertThat(symbols.model())
        .isEqualTo(new SymbolsModel(4, 0.01, 2, Duration.ofMillis(2), 20, OptionalInt.of(12)));
    assertThat(SettingsReader.read(PRESENT, SettingsWriter.config(symbols))).isEqualTo(symbols);

    LinkConfig analog =
        apply(symbols, "", settings -> settings.setModel(LinkModel.LINK_MODEL_ANALOG));
    assertThat(analog.model()).isEqualTo(new AnalogModel());
    assertThat(apply(analog, "", settings -> settings.setModel(LinkModel.LINK_MODEL_SYMBOLS)))
        .isEqualTo(PRESENT.withModel(SymbolsModel.DEFAULT));
  }

  @Test
  void delayOfTheStateMayBeATime() {
    Consumer<Builder> late =
        settings ->
            settings
                .getStateInformationBuilder()
                .setKnowledge(StateKnowledge.STATE_KNOWLEDGE_DELAYED)
                .setDelay(ProtoTimes.toProto(Duration.ofMillis(250)));

    assertThat(apply(PRESENT, "", late).stateInformation())
        .isEqualTo(new StateInformation.Delayed(3));
    assertThat(apply(Preset.VEHICULAR.config("lab", 1), "", late).stateInformation())
        .isEqualTo(new StateInformation.Delayed(500));
    refused(
        "state_information.delay",
        settings -> {
          late.accept(settings);
          settings
              .getStateInformationBuilder()
              .setDelay(ProtoTimes.toProto(Duration.ofSeconds(-1)));
        });
  }

  @Test
  void badValuesAreNamed() {
    refused("preset", "moon", settings -> {});
    refused("snr_schedule", settings -> settings.getSnrScheduleBuilder());
    refused("fading.doppler_hz", settings -> settings.setFading(jakes(-1)));
    refused(
        "fading.shadowing_stddev_db",
        settings -> settings.getFadingBuilder().setShadowingStddevDb(99));
    refused(
        "propagation_delay",
        settings -> settings.setPropagationDelay(ProtoTimes.toProto(Duration.ofMinutes(1))));
    refused("sharing", settings -> settings.setSharingValue(77));
  }

  private static FadingConfig jakes(double dopplerHz) {
    return FadingConfig.newBuilder()
        .setModel(FadingModel.FADING_MODEL_JAKES)
        .setDopplerHz(dopplerHz)
        .build();
  }

  private static LinkConfig apply(LinkConfig present, String preset, Consumer<Builder> change) {
    Builder settings = io.semlink.channel.v1.LinkConfig.newBuilder();
    change.accept(settings);
    return LinkSettings.apply(present, settings.build(), preset);
  }

  private static void refused(String field, Consumer<Builder> change) {
    refused(field, "", change);
  }

  private static void refused(String field, String preset, Consumer<Builder> change) {
    assertThatThrownBy(() -> apply(PRESENT, preset, change))
        .isInstanceOfSatisfying(
            InvalidLinkException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
