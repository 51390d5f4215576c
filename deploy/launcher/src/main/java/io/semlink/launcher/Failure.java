package io.semlink.launcher;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.semlink.launcher.link.RecordingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * What went wrong, in one line, and what the process ends with.
 *
 * @param code exit code
 * @param message one line for people
 */
record Failure(ExitCode code, String message) {

  /** Ends a command with an exit code and a line. */
  static final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    CommandException(ExitCode code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** The failure that an exception stands for. */
  static Failure of(Throwable thrown) {
    if (thrown instanceof CommandException e) {
      return new Failure(e.code, text(e));
    }
    if (thrown instanceof StatusRuntimeException e) {
      return of(StatusProto.fromThrowable(e), e.getStatus());
    }
    if (thrown instanceof StatusException e) {
      return of(StatusProto.fromThrowable(e), e.getStatus());
    }
    if (Installation.hasModels()) {
      Optional<ExitCode> code = CodecFailure.codeOf(thrown);
      if (code.isPresent()) {
        return new Failure(code.get(), text(thrown));
      }
    }
    if (thrown instanceof RecordingException) {
      return new Failure(ExitCode.DAMAGED, text(thrown));
    }
    if (thrown instanceof IllegalArgumentException) {
      return new Failure(ExitCode.INPUT, text(thrown));
    }
    if (thrown instanceof UncheckedIOException && thrown.getCause() != null) {
      return of(thrown.getCause());
    }
    if (thrown instanceof NoSuchFileException e) {
      return new Failure(ExitCode.FILE, "there is no file " + e.getFile());
    }
    if (thrown instanceof FileSystemException e) {
      String reason = e.getReason() == null ? "cannot be read or written" : e.getReason();
      return new Failure(ExitCode.FILE, e.getFile() + ": " + reason);
    }
    if (thrown instanceof IOException) {
      return new Failure(ExitCode.UNAVAILABLE, text(thrown));
    }
    if (thrown instanceof InterruptedException) {
      return new Failure(ExitCode.TIMEOUT, "interrupted");
    }
    return new Failure(ExitCode.INTERNAL, thrown.getClass().getSimpleName() + ": " + text(thrown));
  }

  private static Failure of(
      com.google.rpc.@org.jspecify.annotations.Nullable Status details, Status status) {
    String reason = details == null ? "" : reason(details);
    String text = status.getDescription() == null ? "" : ": " + status.getDescription();
    return new Failure(ExitCode.of(status.getCode(), reason), oneLine(status.getCode() + text));
  }

  private static String reason(com.google.rpc.Status details) {
    for (com.google.protobuf.Any detail : details.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
          return "";
        }
      }
    }
    return "";
  }

  private static String text(Throwable thrown) {
    return oneLine(thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
