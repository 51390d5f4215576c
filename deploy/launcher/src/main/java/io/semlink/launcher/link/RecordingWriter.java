package io.semlink.launcher.link;

import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.RecordedBlock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes a recording: JSON Lines, a header first, then a block per line.
 *
 * <p>The file has a temporary name until it is closed, so that one of its own name is always whole.
 * Closing is allowed from any thread, at any time: what was written until then is the recording.
 */
public final class RecordingWriter implements AutoCloseable {
  static final String FORMAT = "semlink-recording";
  static final int VERSION = 1;

  private final Path file;
  private final Path temporary;
  private final BufferedWriter out;
  private boolean closed;
  private long blocks;

  /**
   * Begins a recording.
   *
   * @param file where it goes; an older file is replaced when the recording is closed
   * @param config settings of the recorded link
   * @throws IOException if nothing can be written there
   */
  public RecordingWriter(Path file, LinkConfig config) throws IOException {
    this.file = file.toAbsolutePath();
    this.temporary = this.file.resolveSibling(this.file.getFileName() + ".part");
    this.out = Files.newBufferedWriter(temporary);
    line(
        "{\"format\":\"%s\",\"version\":%d,\"config\":%s}"
            .formatted(FORMAT, VERSION, ProtoJson.line(config)));
    out.flush();
  }

  /**
   * Writes blocks; nothing once the recording is closed.
   *
   * @throws IOException if they cannot be written
   */
  public synchronized void write(List<RecordedBlock> more) throws IOException {
    if (closed) {
      return;
    }
    for (RecordedBlock block : more) {
      line(ProtoJson.line(block));
      blocks++;
    }
    out.flush();
  }

  /** Blocks written so far. */
  public synchronized long blocks() {
    return blocks;
  }

  /**
   * Gives the file its name. A second call does nothing.
   *
   * @throws IOException if that fails
   */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      out.close();
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
