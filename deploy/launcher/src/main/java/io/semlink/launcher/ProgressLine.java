package io.semlink.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that says what is going on; silent where there is no terminal. */
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 28;

  private final PrintStream terminal;
  private final boolean shown;
  private final boolean unicode;
  private boolean dirty;
  private double furthest;

  ProgressLine(Streams streams) {
    this(streams.err(), streams.errTerminal(), streams.outLook().unicode());
  }

  private ProgressLine(PrintStream terminal, boolean shown, boolean unicode) {
    this.terminal = terminal;
    this.shown = shown;
    this.unicode = unicode;
  }

  /** A line that is never shown. */
  static ProgressLine silent() {
    return new ProgressLine(System.err, false, false);
  }

  /** Shows how far along all is, and with what. */
  synchronized void show(double fraction, String what) {
    if (shown) {
      // Stages can come again; the bar does not go back for them.
      furthest = Math.max(furthest, Math.min(1, fraction));
      int full = (int) Math.round(furthest * WIDTH);
      String bar = (unicode ? "━" : "=").repeat(full) + (unicode ? "╌" : ".").repeat(WIDTH - full);
      terminal.printf(Locale.ROOT, "\r\033[K  %s %3.0f %%  %s", bar, 100 * furthest, what);
      terminal.flush();
      dirty = true;
    }
  }

  /** Wipes the line. */
  @Override
  public synchronized void close() {
    if (dirty) {
      terminal.print("\r\033[K");
      terminal.flush();
      dirty = false;
    }
  }
}
