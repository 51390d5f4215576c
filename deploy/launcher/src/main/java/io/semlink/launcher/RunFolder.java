package io.semlink.launcher;

import io.semlink.client.ReceivedPicture;
import io.semlink.client.TransmissionResult;
import io.semlink.codec.image.PngWriter;
import io.semlink.launcher.report.RunReport;
import io.semlink.link.v1.PictureKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Writes what came of a run: pictures, their overview, and the report. */
final class RunFolder {
  private static final Map<PictureKind, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(PictureKind.PICTURE_KIND_SENT, "sent.png");
    NAMES.put(PictureKind.PICTURE_KIND_IMPORTANCE, "importance.png");
    NAMES.put(PictureKind.PICTURE_KIND_MASK, "mask.png");
    NAMES.put(PictureKind.PICTURE_KIND_DECODED, "decoded.png");
    NAMES.put(PictureKind.PICTURE_KIND_RECEIVED, "received.png");
  }

  private RunFolder() {}

  /** Writes all files into a folder, which is made if need be. */
  static void write(Path folder, String photoName, TransmissionResult result) throws IOException {
    Files.createDirectories(folder);
    Map<PictureKind, BufferedImage> images = new EnumMap<>(PictureKind.class);
    for (Map.Entry<PictureKind, String> entry : NAMES.entrySet()) {
      Path file = folder.resolve(entry.getValue());
      Optional<ReceivedPicture> picture = result.picture(entry.getKey());
      if (picture.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        byte[] png = picture.get().png();
        Files.write(file, png);
        images.put(entry.getKey(), ImageIO.read(new ByteArrayInputStream(png)));
      }
    }
    String json = RunReport.of(result.report()).json();
    Files.write(folder.resolve("report.json"), (json + "\n").getBytes(StandardCharsets.UTF_8));
    Files.write(
        folder.resolve("overview.png"),
        PngWriter.write(RunOverview.of(photoName, result.report(), images).draw()));
  }
}
