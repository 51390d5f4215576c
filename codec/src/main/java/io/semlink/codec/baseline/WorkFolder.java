package io.semlink.codec.baseline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private folder for the files of one run of a program, deleted afterwards. */
final class WorkFolder implements AutoCloseable {
  /** Files larger than a raw photo of the largest size are nothing that a coder should write. */
  private static final long MAX_BYTES = 64L << 20;

  /** Beginning of the names of this process's folders. */
  static final String PREFIX = "semlink-coder-" + ProcessHandle.current().pid() + "-";

  private final Path path;

  WorkFolder() throws IOException {
    this.path = Files.createTempDirectory(PREFIX);
  }

  Path path() {
    return path;
  }

  void write(String name, byte[] content) throws IOException {
    Files.write(path.resolve(name), content);
  }

  /** Content of a file that a program wrote. */
  byte[] read(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException("no picture was written");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("a picture of " + Files.size(file) + " bytes was written");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
