package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.importance.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up classifier that calls red photos a tench and all others a cup, over made-up sets. */
class ImportanceEvalTest {
  private static final Labels LABELS =
      Labels.parse(
          ("[{\"id\":\"n01440764\",\"name\":\"tench\"},{\"id\":\"caltech101/cup\",\"name\":\"cup\"},"
                  + "{\"id\":\"pets/Bengal\",\"name\":\"bengal cat\"}]")
              .getBytes(StandardCharsets.UTF_8));

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void makeSets() throws IOException {
    DataSets.photo(root.resolve("imagenette/val/n01440764/a.png"), DataSets.disc(32, 0xff0000, 0));
    DataSets.photo(root.resolve("imagenette/val/n01440764/b.png"), DataSets.disc(32, 0x0000ff, 0));
    DataSets.photo(root.resolve("caltech101/val/cup/a.png"), DataSets.disc(32, 0x00ff00, 0));
    DataSets.photo(root.resolve("pets/images/Bengal_5.png"), DataSets.disc(160, 0xff0000, 0));
    DataSets.trimap(root.resolve("pets/trimaps/Bengal_5.png"), 160, 48);
  }

  private static Classification classify(Photo photo) {
    boolean red = photo.rgb()[0] != 0;
    int cells = (photo.width() + 15) / 16;
    float[] values = new float[cells * cells];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 - (float) (i % cells) / cells;
    }
    return new Classification(
        List.of(
            new Classification.Scored(red ? "tench" : "cup", 0.6),
            new Classification.Scored("bengal cat", 0.3)),
        new ImportanceMap(cells, cells, values),
        red ? "tench" : "cup");
  }

  @Test
  @SuppressWarnings("unchecked")
  void countsLabelsAndPlaces() throws IOException {
    Findings found =
        new ImportanceEval(ImportanceEvalTest::classify, LABELS)
            .measure(new DataFolder(root, 0), (share, what) -> {});
    Map<String, Object> imagenette = (Map<String, Object>) found.figures().get("imagenette");
    assertThat(imagenette).containsEntry("photos", 2).containsEntry("top1", 0.5);
    Map<String, Object> pets = (Map<String, Object>) found.figures().get("pets");
    assertThat(pets).containsEntry("top1", 0.0).containsEntry("top5", 1.0);
    Map<String, Object> place = (Map<String, Object>) found.figures().get("localisation");
    assertThat(place).containsEntry("pointing_game", 1.0);
    // The three leftmost of ten columns are the animal, and are what 30 % keep.
    assertThat((double) place.get("lift_at_30_percent")).isCloseTo(1 / 0.3, within(1e-9));
    found.write(root.resolve("out"));
    assertThat(root.resolve("out/importance.json")).exists();
    assertThat(Files.readAllLines(root.resolve("out/importance-classes.csv")))
        .contains("imagenette,tench,2,0.500000,0.500000");
    assertThat(Files.readString(root.resolve("out/importance.svg"))).contains("<svg", "<path");
  }

  @Test
  void aPetWithoutTrimapIsNamed() throws IOException {
    Files.delete(root.resolve("pets/trimaps/Bengal_5.png"));
    ImportanceEval eval = new ImportanceEval(ImportanceEvalTest::classify, LABELS);
    assertThatThrownBy(() -> eval.measure(new DataFolder(root, 0), (share, what) -> {}))
        .hasMessageContaining("Bengal_5.png")
        .hasMessageContaining("no trimap");
  }
}
