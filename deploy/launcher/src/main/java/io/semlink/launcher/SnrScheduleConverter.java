package io.semlink.launcher;

import io.semlink.channel.v1.SnrRamp;
import io.semlink.channel.v1.SnrSchedule;
import io.semlink.channel.v1.SnrStep;
import io.semlink.channel.v1.SnrSteps;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a mean SNR that changes with time. */
final class SnrScheduleConverter {
  private static final DurationConverter DURATION = new DurationConverter();

  private SnrScheduleConverter() {}

  /** Reads {@code FROM:TO:DURATION} and {@code FROM:TO:DURATION:repeat}. */
  static final class Ramp implements ITypeConverter<SnrSchedule> {
    @Override
    public SnrSchedule convert(String text) {
      String[] parts = text.split(":", -1);
      boolean repeat = parts.length == 4 && parts[3].equals("repeat");
      if (parts.length != 3 && !repeat) {
        throw new TypeConversionException(
            "'" + text + "' is not FROM:TO:DURATION or FROM:TO:DURATION:repeat, such as 20:0:10s");
      }
      return SnrSchedule.newBuilder()
          .setRamp(
              SnrRamp.newBuilder()
                  .setFromDb(decibels(parts[0]))
                  .setToDb(decibels(parts[1]))
                  .setDuration(Protos.duration(DURATION.convert(parts[2])))
                  .setRepeat(repeat))
          .build();
    }
  }

  /** Reads {@code T:DB,T:DB,...} and {@code T:DB,T:DB,.../PERIOD}. */
  static final class Steps implements ITypeConverter<SnrSchedule> {
    @Override
    public SnrSchedule convert(String text) {
      int slash = text.indexOf('/');
      SnrSteps.Builder steps = SnrSteps.newBuilder();
      for (String part : text.substring(0, slash < 0 ? text.length() : slash).split(",", -1)) {
        String[] step = part.split(":", -1);
        if (step.length != 2) {
          throw new TypeConversionException(
              "'"
                  + text
                  + "' is not T:DB,T:DB,... with an optional /PERIOD, such as 0s:20,2s:5/4s");
        }
        steps.addSteps(
            SnrStep.newBuilder()
                .setStart(Protos.duration(DURATION.convert(step[0])))
                .setSnrDb(decibels(step[1])));
      }
      if (slash >= 0) {
        steps.setPeriod(Protos.duration(DURATION.convert(text.substring(slash + 1))));
      }
      return SnrSchedule.newBuilder().setSteps(steps).build();
    }
  }

  private static double decibels(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a level in dB");
    }
  }
}
