package io.semlink.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resident memory of this process, native libraries included. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /** Mebibytes {@code now} and at the {@code peak}; empty where the system does not tell. */
  static Map<String, Double> residentMebibytes() throws IOException {
    Map<String, Double> sizes = new LinkedHashMap<>();
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        String[] parts = line.split("\\s+");
        if (parts[0].equals("VmRSS:")) {
          sizes.put("now", Long.parseLong(parts[1]) / 1024.0);
        } else if (parts[0].equals("VmHWM:")) {
          sizes.put("peak", Long.parseLong(parts[1]) / 1024.0);
        }
      }
    }
    return sizes;
  }
}
