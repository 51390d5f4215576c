package io.semlink.launcher.link;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not a recording, or is damaged. */
public final class RecordingException extends IOException {
  private static final long serialVersionUID = 1;

  RecordingException(Path file, long line, String problem) {
    super(file + ", line " + line + ": " + problem);
  }
}
