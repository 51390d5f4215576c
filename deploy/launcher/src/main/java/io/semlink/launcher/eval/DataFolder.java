package io.semlink.launcher.eval;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The evaluation sets, as they lie in a data folder; the layout is in {@code docs/evaluation.md}.
 *
 * @param root the folder
 * @param limit most photos of each set, evenly spread over it; 0 for all
 */
public record DataFolder(Path root, int limit) {
  /** Checks the limit. */
  public DataFolder {
    if (limit < 0) {
      throw new IllegalArgumentException("the limit must not be negative: " + limit);
    }
  }

  /** Validation photos of ten ImageNet classes; the label is the WordNet id. */
  List<EvalPhoto> imagenette() throws IOException {
    return byClass("imagenette", root.resolve("imagenette/val"), "");
  }

  /** Validation photos of Caltech 101. */
  List<EvalPhoto> caltech() throws IOException {
    return byClass("caltech101", root.resolve("caltech101/val"), "caltech101/");
  }

  /** Those of the Oxford pets that nothing was trained on: whose number ends in 0 or 5. */
  List<EvalPhoto> pets() throws IOException {
    List<EvalPhoto> photos = new ArrayList<>();
    for (Path file : photos(root.resolve("pets/images"))) {
      String name = stem(file);
      if (name.matches(".*_\\d*[05]")) {
        String breed = name.substring(0, name.lastIndexOf('_'));
        photos.add(new EvalPhoto("pets", name, file, Optional.of("pets/" + breed)));
      }
    }
    return spread(photos, "pets/images");
  }

  /** The trimap of a pet. */
  Path trimap(EvalPhoto pet) {
    return root.resolve("pets/trimaps").resolve(pet.name() + ".png");
  }

  /** The Kodak images. */
  List<EvalPhoto> kodak() throws IOException {
    return unlabelled("kodak", root.resolve("kodak"));
  }

  /** Photos with captions that people wrote. */
  List<EvalPhoto> captioned() throws IOException {
    return unlabelled("captions", root.resolve("captions"));
  }

  /** All photos of the folder itself, with no labels. */
  public List<EvalPhoto> flat() throws IOException {
    return unlabelled(String.valueOf(root.getFileName()), root);
  }

  /** Photos of full resolution: the Kodak images, or the photos of the folder itself. */
  public List<EvalPhoto> sharp() throws IOException {
    return Files.isDirectory(root.resolve("kodak")) ? kodak() : flat();
  }

  /** Photos of single animals: the pets, or the photos of the folder itself. */
  public List<EvalPhoto> animals() throws IOException {
    return Files.isDirectory(root.resolve("pets")) ? pets() : flat();
  }

  /**
   * Photos of many things: captioned ones, pets and Kodak images, or the photos of the folder.
   *
   * @param most evenly spread over them
   */
  public List<EvalPhoto> varied(int most) throws IOException {
    List<EvalPhoto> all = new ArrayList<>();
    if (Files.isDirectory(root.resolve("captions"))) {
      all.addAll(captioned());
    }
    if (Files.isDirectory(root.resolve("pets"))) {
      all.addAll(pets());
    }
    if (Files.isDirectory(root.resolve("kodak"))) {
      all.addAll(kodak());
    }
    return spread(all.isEmpty() ? flat() : all, most);
  }

  private List<EvalPhoto> unlabelled(String set, Path folder) throws IOException {
    List<EvalPhoto> photos = new ArrayList<>();
    for (Path file : photos(folder)) {
      photos.add(new EvalPhoto(set, stem(file), file, Optional.empty()));
    }
    return spread(photos, folder.toString());
  }

  private List<EvalPhoto> byClass(String set, Path folder, String prefix) throws IOException {
    List<EvalPhoto> photos = new ArrayList<>();
    for (Path kind : entries(folder).stream().filter(Files::isDirectory).toList()) {
      String id = String.valueOf(kind.getFileName());
      for (Path file : photos(kind)) {
        photos.add(new EvalPhoto(set, id + "/" + stem(file), file, Optional.of(prefix + id)));
      }
    }
    return spread(photos, folder.toString());
  }

  /** At most as many as the limit, evenly spread. */
  private List<EvalPhoto> spread(List<EvalPhoto> photos, String where) throws IOException {
    if (photos.isEmpty()) {
      throw new FileSystemException(where, null, "no photos in it");
    }
    return limit == 0 ? photos : spread(photos, limit);
  }

  private static List<EvalPhoto> spread(List<EvalPhoto> photos, int most) {
    if (photos.size() <= most) {
      return photos;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> photos.get((int) ((2L * i + 1) * photos.size() / (2L * most))))
        .toList();
  }

  private static List<Path> photos(Path folder) throws IOException {
    return entries(folder).stream()
        .filter(f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|webp)"))
        .toList();
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(
          folder.toString(), null, "no such folder; docs/evaluation.md shows what lies where");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }
}
