package io.semlink.launcher;

import javax.imageio.ImageIO;

/** Entry point of the {@code semlink} command. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Pictures are in memory anyway, and the disk may be read-only.
    ImageIO.setUseCache(false);
    int code = SemlinkCommand.execute(Streams.ofProcess(), args);
    System.out.flush();
    System.exit(code);
  }
}
