package io.semlink.channel.service;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Preset;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.Trace;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settings of links as they are asked for on the wire, in files and by flags. */
public final class LinkSettings {
  private static final Set<String> PLAYED_BACK =
      Set.of("snr_db", "snr_schedule", "bandwidth_hz", "fading");

  private LinkSettings() {}

  /**
   * Changes the settings that are present.
   *
   * @param present the link's configuration
   * @param settings what to change; its name is ignored
   * @param preset what to start from instead of the present configuration, of which name and seed
   *     stay; empty for none
   * @return the changed configuration
   * @throws InvalidLinkException if a setting is not valid, naming its field
   */
  public static LinkConfig apply(
      LinkConfig present, io.semlink.channel.v1.LinkConfig settings, String preset) {
    return apply(present, settings, FieldMask.getDefaultInstance(), preset);
  }

  /**
   * As the other, for the settings of a mask: a field that is in the mask but not present returns
   * to its default.
   */
  static LinkConfig apply(
      LinkConfig present,
      io.semlink.channel.v1.LinkConfig settings,
      FieldMask mask,
      String preset) {
    LinkConfig base =
        preset.isEmpty() ? present : Preset.of(preset).config(present.name(), present.seed());
    io.semlink.channel.v1.LinkConfig.Builder merged = SettingsWriter.config(base).toBuilder();
    Predicate<String> touched;
    if (mask.getPathsCount() == 0) {
      merge(settings, merged);
      Set<FieldDescriptor> given = settings.getAllFields().keySet();
      touched = name -> given.stream().anyMatch(field -> field.getName().equals(name));
    } else {
      for (String path : mask.getPathsList()) {
        copy(settings, merged, path, path);
      }
      touched =
          name ->
              mask.getPathsList().stream()
                  .anyMatch(path -> path.equals(name) || path.startsWith(name + "."));
    }
    LinkConfig changed = SettingsReader.read(base, merged.build());
    if (!settings.hasSnrDb() && !settings.hasSnrSchedule()) {
      changed = withMeanOfTrace(changed, settings.getFading());
    }
    return PLAYED_BACK.stream().anyMatch(touched)
        ? changed.with(made -> made.recording = Optional.empty())
        : changed;
  }

  /**
   * Returns settings as an answer told them, without what only answers tell: gains and digests of
   * traces, so that they can be asked for again.
   */
  static io.semlink.channel.v1.LinkConfig withoutOutputs(io.semlink.channel.v1.LinkConfig told) {
    io.semlink.channel.v1.LinkConfig.Builder settings = told.toBuilder().clearRecording();
    if (told.getFading().getModel() == FadingModel.FADING_MODEL_TRACE) {
      settings.getFadingBuilder().clearModel().clearTrace();
    }
    return settings.build();
  }

  /** A trace of SNRs says what the mean is, unless it is said otherwise. */
  private static LinkConfig withMeanOfTrace(LinkConfig config, FadingConfig given) {
    FadingLaw law = config.fading() instanceof Shadowed shadowed ? shadowed.law() : config.fading();
    if (!given.getTraceCsv().isEmpty()
        && law instanceof Trace trace
        && trace.meanSnrDb().isPresent()) {
      return config.withSnrDb(trace.meanSnrDb().getAsDouble());
    }
    return config;
  }

  private static void merge(
      io.semlink.channel.v1.LinkConfig settings, io.semlink.channel.v1.LinkConfig.Builder merged) {
    if (settings.hasSnrDb() || settings.hasSnrSchedule()) {
      if (settings.hasSnrDb() && settings.hasSnrSchedule()) {
        throw new InvalidLinkException("snr_schedule", "cannot be set together with snr_db");
      }
      merged.clearSnrDb().clearSnrSchedule();
    }
    FadingConfig fading = settings.getFading();
    if (fading.getModel() != FadingModel.FADING_MODEL_UNSPECIFIED) {
      // Parameters belong to their law; those of the law before say nothing of the new one.
      merged
          .getFadingBuilder()
          .clearRicianKDb()
          .clearNakagamiM()
          .clearDopplerHz()
          .clearLineOfSightDegrees()
          .clearTrace();
    }
    if (settings.getModel() != LinkModel.LINK_MODEL_UNSPECIFIED
        && settings.getModel() != merged.getModel()) {
      merged.clearSymbols();
    }
    if (settings.getStateInformation().hasDelay()) {
      merged.getStateInformationBuilder().clearDelayBlocks();
    }
    merged.mergeFrom(settings);
    // A duration is one value: merging would mix the seconds of one with the rest of another.
    if (fading.hasCoherenceTime()) {
      merged.getFadingBuilder().setCoherenceTime(fading.getCoherenceTime());
    }
    if (fading.hasShadowingDecorrelationTime()) {
      merged
          .getFadingBuilder()
          .setShadowingDecorrelationTime(fading.getShadowingDecorrelationTime());
    }
    if (settings.hasPropagationDelay()) {
      merged.setPropagationDelay(settings.getPropagationDelay());
    }
    if (settings.getSymbols().hasHarqRoundTrip()) {
      merged.getSymbolsBuilder().setHarqRoundTrip(settings.getSymbols().getHarqRoundTrip());
    }
  }

  private static void copy(Message source, Message.Builder target, String path, String wholePath) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    @Nullable FieldDescriptor field = source.getDescriptorForType().findFieldByName(name);
    if (field == null || (dot >= 0 && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)) {
      throw new InvalidLinkException("update_mask", "names no setting: '%s'".formatted(wholePath));
    }
    if (dot >= 0) {
      copy(
          (Message) source.getField(field),
          target.getFieldBuilder(field),
          path.substring(dot + 1),
          wholePath);
    } else if (!field.hasPresence() || source.hasField(field)) {
      target.setField(field, source.getField(field));
    } else {
      target.clearField(field);
    }
  }
}
