package io.semlink.launcher;

import io.semlink.launcher.report.Look;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param outLook what the reader of standard output can show
 * @param errTerminal whether standard error is a terminal
 */
record Streams(
    InputStream in, PrintStream out, PrintStream err, Look outLook, boolean errTerminal) {

  /** Those of this process. */
  static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Look.ofEnvironment(isTerminal(1)),
        isTerminal(2));
  }

  /** Whether a file descriptor is a terminal, as far as the system tells. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** Bytes of a file, or of standard input for {@code -}. */
  byte[] read(String file) throws IOException {
    return file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
  }

  /** Writes a file, or to standard output for {@code -}; makes the folder it is in. */
  void write(String file, byte[] content) throws IOException {
    if (file.equals("-")) {
      out.write(content);
      out.flush();
    } else {
      Path path = Path.of(file).toAbsolutePath();
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(path, content);
    }
  }

  /** Prints text and a line feed to standard output. */
  void print(String text) {
    out.print(text);
    out.print('\n');
    out.flush();
  }
}
