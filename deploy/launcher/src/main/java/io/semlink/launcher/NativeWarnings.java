package io.semlink.launcher;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * Keeps a library's own warnings off the user's terminal while models are loaded.
 *
 * <p>libtorch writes one about its internals at the first call of a network, straight to the file
 * descriptor; a library that Python did not start reads no log level. While this is open, file
 * descriptor 2 leads nowhere; errors of ours are exceptions and are shown after.
 */
final class NativeWarnings implements AutoCloseable {
  private static final int STANDARD_ERROR = 2;
  private static final int WRITE_ONLY = 1;
  private static final int NONE = -1;

  private final int saved;

  /** The calls of the C library that are needed. */
  interface Posix extends Library {
    int dup(int descriptor);

    int dup2(int from, int to);

    int open(String path, int flags);

    int close(int descriptor);
  }

  private NativeWarnings(int saved) {
    this.saved = saved;
  }

  /** Silences standard error if asked to and if the system lets us. */
  static NativeWarnings silenced(boolean wanted) {
    if (!wanted) {
      return new NativeWarnings(NONE);
    }
    try {
      Posix posix = posix();
      int nowhere = posix.open("/dev/null", WRITE_ONLY);
      int saved = nowhere < 0 ? NONE : posix.dup(STANDARD_ERROR);
      if (saved >= 0) {
        posix.dup2(nowhere, STANDARD_ERROR);
      }
      if (nowhere >= 0) {
        posix.close(nowhere);
      }
      return new NativeWarnings(saved);
    } catch (LinkageError e) {
      // Then the warning is shown: untidy, but harmless.
      return new NativeWarnings(NONE);
    }
  }

  private static Posix posix() {
    return Native.load("c", Posix.class);
  }

  /** Gives standard error back. */
  @Override
  public void close() {
    if (saved >= 0) {
      Posix posix = posix();
      posix.dup2(saved, STANDARD_ERROR);
      posix.close(saved);
    }
  }
}
