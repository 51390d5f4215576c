package io.semlink.launcher.eval;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.semlink.codec.control.MeasuredCurves.PhotoCurves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Curves that were measured before, kept photo by photo: an interrupted measurement goes on where
 * it was, and another method or limit needs none.
 *
 * @param bundle fingerprint of the bundle
 * @param size side of the photos, in pixels
 * @param gammaSquared variance of the visual noise of GVIF
 * @param alphas thresholds of the grid
 */
record CurveFile(
    String bundle, int size, double gammaSquared, List<Double> alphas, List<PhotoCurves> photos) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  CurveFile {
    alphas = List.copyOf(alphas);
    photos = List.copyOf(photos);
  }

  /** The file, or this one, which has no photos yet, if there is none. */
  CurveFile readOr(Path file) throws IOException {
    if (!Files.exists(file)) {
      return this;
    }
    CurveFile found;
    try {
      found = JSON.readValue(Files.readAllBytes(file), CurveFile.class);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(
          file + " does not hold curves: " + e.getOriginalMessage(), e);
    }
    if (!found.settings().equals(settings())) {
      throw new IllegalArgumentException(
          file
              + " was measured with "
              + found.settings()
              + ", and this run has "
              + settings()
              + ": name another file with --curves");
    }
    return found;
  }

  private String settings() {
    return "bundle "
        + bundle
        + ", size "
        + size
        + ", gamma^2 "
        + gammaSquared
        + ", thresholds "
        + alphas;
  }

  Optional<PhotoCurves> photo(String name) {
    return photos.stream().filter(photo -> photo.name().equals(name)).findFirst();
  }

  CurveFile with(PhotoCurves photo) {
    List<PhotoCurves> more = new ArrayList<>(photos);
    more.add(photo);
    return new CurveFile(bundle, size, gammaSquared, alphas, more);
  }

  /** Writes it whole or not at all. */
  void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(this));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
