package io.semlink.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * SNRs from one to another in steps.
 *
 * @param decibels rising, in dB
 */
record SnrRange(List<Double> decibels) {
  private static final int MOST = 1000;

  /** Reads {@code FROM:TO:STEP}, {@code FROM:TO} in steps of 1, or one value. */
  static final class Converter implements ITypeConverter<SnrRange> {
    @Override
    public SnrRange convert(String text) {
      try {
        String[] parts = text.split(":", -1);
        double from = Double.parseDouble(parts[0]);
        double to = parts.length > 1 ? Double.parseDouble(parts[1]) : from;
        double step = parts.length > 2 ? Double.parseDouble(parts[2]) : 1;
        if (parts.length <= 3 && step > 0 && to >= from && (to - from) / step < MOST) {
          List<Double> all = new ArrayList<>();
          for (int i = 0; from + i * step <= to + 1e-9; i++) {
            all.add(from + i * step);
          }
          return new SnrRange(List.copyOf(all));
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new TypeConversionException(
          "'" + text + "' is not FROM:TO:STEP in dB, for example -2:23:1, with at most 1000 steps");
    }
  }
}
