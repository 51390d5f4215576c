package io.semlink.launcher.link;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/** Messages as protobuf's JSON, with the names that the contracts give their fields. */
public final class ProtoJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

  private static final JsonFormat.Printer LINES =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private ProtoJson() {}

  /** For a reader or a file: indented, zeros included. */
  public static String text(MessageOrBuilder message) {
    return print(PRINTER, message);
  }

  /** On one line, zeros left out; numbers read back as they were, to the last bit. */
  static String line(MessageOrBuilder message) {
    return print(LINES, message);
  }

  /**
   * Reads a message.
   *
   * @throws InvalidProtocolBufferException if it is not JSON of that message
   */
  static void parse(String json, Message.Builder into) throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(json, into);
  }

  private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
