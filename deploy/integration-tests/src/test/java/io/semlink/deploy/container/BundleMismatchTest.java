package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.bundle.Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two ends whose models differ. */
@ContainerTest
final class BundleMismatchTest {
  private static final Path COMPACT = Command.ROOT.resolve("models/bundles/compact");

  @TempDir private Path folder = Path.of("");

  @Test
  void isRefusedWithBothFingerprints() throws Exception {
    Path other = folder.resolve("other");
    copyWithOneMoreLabel(other);
    String ours;
    String theirs;
    try (Bundle compact = Bundle.load(COMPACT);
        Bundle changed = Bundle.load(other)) {
      ours = compact.fingerprintHex();
      theirs = changed.fingerprintHex();
    }
    assertThat(theirs).isNotEqualTo(ours);

    try (LinkContainers link = new LinkContainers.Plan().receiverBundle(other).start()) {
      TransmitterClient client = link.client();
      Throwable error =
          catchThrowable(
              () ->
                  client.send(
                      Photos.small(), Requests.preview(), Duration.ofMinutes(1), event -> {}));
      ErrorDetails details = ErrorDetails.of(error);
      assertThat(details.code()).as(details.toString()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(details.reason()).isEqualTo("BUNDLE_MISMATCH");
      assertThat(details.metadata()).containsEntry("expected", theirs).containsEntry("found", ours);
    }
  }

  /** A bundle that works as well as the project's, but is another one. */
  private static void copyWithOneMoreLabel(Path to) throws Exception {
    try (Stream<Path> files = Files.walk(COMPACT)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(COMPACT.relativize(file).toString());
        Files.copy(file, copy);
        // The service's user is somebody else.
        Files.setPosixFilePermissions(
            copy,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    Path labels = to.resolve("labels.json");
    byte[] before = Files.readAllBytes(labels);
    byte[] after =
        (new String(before, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
    Files.write(labels, after);
    Path manifest = to.resolve("bundle.json");
    String text = Files.readString(manifest);
    String changed =
        text.replace(sha256(before), sha256(after))
            .replaceAll(
                "(\"labels\\.json\"\\s*:\\s*\\{[^}]*\"bytes\"\\s*:\\s*)" + before.length,
                "$1" + after.length);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(manifest, changed);
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
