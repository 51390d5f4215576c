package io.semlink.launcher;

/** Entry point of the {@code semlink} command. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = SemlinkCommand.execute(Streams.ofProcess(), args);
    System.out.flush();
    System.exit(code);
  }
}
