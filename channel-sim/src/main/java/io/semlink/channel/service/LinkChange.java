package io.semlink.channel.service;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Nakagami;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.Rician;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change of settings as asked for on the wire.
 *
 * @param settings the settings to take
 * @param mask which of them; empty takes those present. A field that is in the mask but not present
 *     returns to its default.
 */
record LinkChange(io.semlink.channel.v1.LinkConfig settings, FieldMask mask)
    implements UnaryOperator<LinkConfig> {

  /**
   * Applies the change.
   *
   * @throws InvalidLinkException if a setting is not valid or not offered, naming its field
   */
  @Override
  public LinkConfig apply(LinkConfig present) {
    io.semlink.channel.v1.LinkConfig.Builder merged = LinkMessages.config(present).toBuilder();
    if (mask.getPathsCount() == 0) {
      merged.mergeFrom(settings);
      if (settings.getFading().hasCoherenceTime()) {
        // A duration is one value: merging would mix the seconds of one with the rest of another.
        merged.getFadingBuilder().setCoherenceTime(settings.getFading().getCoherenceTime());
      }
    } else {
      for (String path : mask.getPathsList()) {
        copy(settings, merged, path, path);
      }
    }
    return build(present, merged.setName(present.name()).build());
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

  private static LinkConfig build(LinkConfig present, io.semlink.channel.v1.LinkConfig settings) {
    LinkConfig defaults = LinkConfig.named(present.name());
    if (settings.getModel() != LinkModel.LINK_MODEL_UNSPECIFIED
        && settings.getModel() != LinkModel.LINK_MODEL_CAPACITY) {
      throw notOffered("model", settings.getModel(), "LINK_MODEL_CAPACITY is");
    }
    if (settings.hasSymbols()) {
      throw new InvalidLinkException("symbols", "belongs to links that carry symbols");
    }
    return present
        .withSnrDb(settings.hasSnrDb() ? settings.getSnrDb() : defaults.snrDb())
        .withBandwidthHz(
            settings.hasBandwidthHz() ? settings.getBandwidthHz() : defaults.bandwidthHz())
        .withSeed(settings.hasSeed() ? settings.getSeed() : defaults.seed())
        .withPacing(settings.getPaced() ? Pacing.REAL_TIME : Pacing.ACCOUNTED)
        .withFading(fading(settings.getFading()))
        .withCoherenceTime(
            settings.getFading().hasCoherenceTime()
                ? coherenceTime(settings.getFading())
                : defaults.coherenceTime())
        .withStateInformation(stateInformation(settings.getStateInformation()));
  }

  private static FadingLaw fading(FadingConfig fading) {
    return switch (fading.getModel()) {
      case FADING_MODEL_UNSPECIFIED, FADING_MODEL_NONE -> new NoFading();
      case FADING_MODEL_RAYLEIGH -> new Rayleigh();
      case FADING_MODEL_RICIAN -> {
        require(fading.hasRicianKDb(), "fading.rician_k_db", FadingModel.FADING_MODEL_RICIAN);
        yield named("fading.rician_k_db", () -> new Rician(fading.getRicianKDb()));
      }
      case FADING_MODEL_NAKAGAMI -> {
        require(fading.hasNakagamiM(), "fading.nakagami_m", FadingModel.FADING_MODEL_NAKAGAMI);
        yield named("fading.nakagami_m", () -> new Nakagami(fading.getNakagamiM()));
      }
      case FADING_MODEL_JAKES, FADING_MODEL_TRACE, UNRECOGNIZED ->
          throw notOffered(
              "fading.model",
              fading.getModel(),
              "FADING_MODEL_NONE, _RAYLEIGH, _RICIAN and _NAKAGAMI are");
    };
  }

  private static Duration coherenceTime(FadingConfig fading) {
    try {
      return ProtoTimes.fromProto(fading.getCoherenceTime());
    } catch (DateTimeException e) {
      throw new InvalidLinkException("fading.coherence_time", "is " + e.getMessage());
    }
  }

  private static StateInformation stateInformation(StateInformationConfig config) {
    return switch (config.getKnowledge()) {
      case STATE_KNOWLEDGE_UNSPECIFIED, STATE_KNOWLEDGE_PERFECT -> new StateInformation.Perfect();
      case STATE_KNOWLEDGE_DELAYED ->
          named(
              "state_information.delay_blocks",
              () -> new StateInformation.Delayed(config.getDelayBlocks()));
      case STATE_KNOWLEDGE_NOISY ->
          named(
              "state_information.error_stddev_db",
              () -> new StateInformation.Noisy(config.getErrorStddevDb()));
      case STATE_KNOWLEDGE_ABSENT -> new StateInformation.MeanOnly();
      case UNRECOGNIZED ->
          throw notOffered(
              "state_information.knowledge",
              config.getKnowledge(),
              "STATE_KNOWLEDGE_PERFECT, _DELAYED, _NOISY and _ABSENT are");
    };
  }

  private static <T> T named(String field, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidLinkException(field, "is not allowed: " + e.getMessage());
    }
  }

  private static void require(boolean present, String field, FadingModel model) {
    if (!present) {
      throw new InvalidLinkException(field, "is needed for " + model);
    }
  }

  private static InvalidLinkException notOffered(String field, Object value, String offered) {
    return new InvalidLinkException(field, "%s is not offered; %s".formatted(value, offered));
  }
}
