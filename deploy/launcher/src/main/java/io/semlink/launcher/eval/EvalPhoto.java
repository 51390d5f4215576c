package io.semlink.launcher.eval;

import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.image.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A photo of a data set.
 *
 * @param set name of the set
 * @param name path within the set
 * @param label id of its label in {@code labels.json}; empty where nobody gave it one
 */
public record EvalPhoto(String set, String name, Path file, Optional<String> label) {
  /** Set and name: what tells it from every other photo. */
  public String key() {
    return set + "/" + name;
  }

  /** Reads it. */
  public Photo read() throws IOException {
    return PhotoReader.read(Files.readAllBytes(file));
  }

  /**
   * Reads its central square, resampled to a size where it has another.
   *
   * @param side in pixels
   */
  public Photo square(int side) throws IOException {
    Photo photo = read();
    int shorter = Math.min(photo.width(), photo.height());
    int left = (photo.width() - shorter) / 2;
    int top = (photo.height() - shorter) / 2;
    Photo middle = Photo.fromTensor(photo.toTensor(), left, top, shorter, shorter);
    return shorter == side
        ? middle
        : Photo.fromTensor(Resampler.toTensor(middle, side, side), 0, 0, side, side);
  }

  /** Reads it, made smaller where its short side is longer than that. */
  Photo read(int shortSide) throws IOException {
    Photo photo = read();
    int shorter = Math.min(photo.width(), photo.height());
    if (shorter <= shortSide) {
      return photo;
    }
    int width = Math.round((float) photo.width() * shortSide / shorter);
    int height = Math.round((float) photo.height() * shortSide / shorter);
    return Photo.fromTensor(Resampler.toTensor(photo, width, height), 0, 0, width, height);
  }
}
