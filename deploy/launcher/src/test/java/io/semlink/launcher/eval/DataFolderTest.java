package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path root = Path.of("");

  private void touch(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[1]);
  }

  @Test
  void onlyPetsWhoseNumberEndsInZeroOrFiveAreForEvaluation() throws IOException {
    for (String name :
        new String[] {"Bengal_5", "Bengal_10", "Bengal_51", "american_bulldog_100"}) {
      touch("pets/images/" + name + ".webp");
    }
    assertThat(new DataFolder(root, 0).pets())
        .extracting(EvalPhoto::name)
        .containsExactly("Bengal_10", "Bengal_5", "american_bulldog_100");
    assertThat(new DataFolder(root, 0).pets())
        .extracting(photo -> photo.label().orElseThrow())
        .containsExactly("pets/Bengal", "pets/Bengal", "pets/american_bulldog");
  }

  @Test
  void limitSpreadsEvenlyOverTheClasses() throws IOException {
    for (int kind = 0; kind < 10; kind++) {
      for (int i = 0; i < 10; i++) {
        touch("imagenette/val/n%d/p%d.jpg".formatted(kind, i));
      }
    }
    assertThat(new DataFolder(root, 5).imagenette())
        .extracting(EvalPhoto::name)
        .containsExactly("n1/p0", "n3/p0", "n5/p0", "n7/p0", "n9/p0");
    assertThat(new DataFolder(root, 200).imagenette()).hasSize(100);
  }

  @Test
  void missingAndEmptyFoldersAreNamed() throws IOException {
    assertThatThrownBy(() -> new DataFolder(root, 0).kodak())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("kodak")
        .hasMessageContaining("docs/evaluation.md");
    Files.createDirectories(root.resolve("kodak"));
    assertThatThrownBy(() -> new DataFolder(root, 0).kodak()).hasMessageContaining("no photos");
  }
}
