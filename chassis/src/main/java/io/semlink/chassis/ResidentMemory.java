package io.semlink.chassis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory of the whole process as the kernel counts it: heap, and what networks and Netty take
 * beside it, which a limit of a container counts too. Not a number where there is no {@code /proc}.
 */
final class ResidentMemory implements MeterBinder {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "VmRSS:";
  private static final double KIBIBYTE = 1024;

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("process.resident.memory", ResidentMemory::bytes)
        .description("Memory of the process that is resident.")
        .baseUnit("bytes")
        .register(registry);
  }

  private static double bytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      Optional<String> line = lines.filter(each -> each.startsWith(FIELD)).findFirst();
      return line.map(ResidentMemory::kibibytes).orElse(Double.NaN) * KIBIBYTE;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double kibibytes(String line) {
    return Double.parseDouble(line.substring(FIELD.length()).replace("kB", "").strip());
  }
}
