package io.semlink.launcher;

/**
 * What of the project is installed. The channel simulator needs neither codec nor PyTorch, so its
 * container image has none, and there the commands that need them do not exist.
 */
final class Installation {
  private static final boolean MODELS = isPresent("io.semlink.codec.bundle.Bundle");

  private Installation() {}

  /** Whether the codec is there, and with it all that runs trained models. */
  static boolean hasModels() {
    return MODELS;
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name, false, Installation.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
