package io.semlink.codec.baseline;

import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.Pixels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG by the JDK's own libjpeg: progressive, which comes with Huffman tables made for the picture;
 * colour at half the resolution (4:2:0); the standard's quantiser tables. The setting is the
 * quality in half percent.
 */
final class JdkJpeg implements PictureCoder {
  private static final int STEPS = 200;
  private static final String JDK = "com.sun.imageio.plugins.jpeg";

  @Override
  public String name() {
    return "JPEG";
  }

  @Override
  public Optional<String> missingPackage() {
    return Optional.empty();
  }

  @Override
  public int finest(Photo photo) {
    return STEPS;
  }

  @Override
  public byte[] encode(Photo photo, int setting) {
    if (setting < 0 || setting > STEPS) {
      throw new IllegalArgumentException("setting " + setting + " is not in 0.." + STEPS);
    }
    ImageWriter writer =
        ofJdk(ImageIO.getImageWritersByFormatName("jpeg"), ImageWriter::getOriginatingProvider);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality((float) setting / STEPS);
      writer.setOutput(out);
      writer.write(null, new IIOImage(Pixels.toImage(photo), null, null), param);
    } catch (IOException e) {
      throw new IllegalStateException("JPEG cannot code: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Override
  public Photo decode(byte[] file, int width, int height) {
    ImageReader reader =
        ofJdk(ImageIO.getImageReadersByFormatName("jpeg"), ImageReader::getOriginatingProvider);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
        throw new DecodeException(0, "no JPEG picture of " + width + "x" + height + " pixels");
      }
      return Pixels.toPhoto(reader.read(0));
    } catch (DecodeException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // The reader meets damage in many ways.
      throw new DecodeException(0, "JPEG cannot be decoded: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** The first scan has the means of all blocks; a picture can be shown once the second began. */
  @Override
  public Optional<Photo> decodePrefix(byte[] prefix, int width, int height) {
    try {
      return scans(prefix) < 2 ? Optional.empty() : Optional.of(decode(prefix, width, height));
    } catch (DecodeException e) { // The prefix ends within tables.
      return Optional.empty();
    }
  }

  private static int scans(byte[] file) {
    int scans = 0;
    for (int i = 0; i + 1 < file.length; i++) {
      // Coded data never has this pair: there FF is followed by 00.
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xDA) {
        scans++;
      }
    }
    return scans;
  }

  /** Other libraries on the class path bring JPEG plug-ins with other ways. */
  private static <T> T ofJdk(
      Iterator<T> found, java.util.function.Function<T, ImageReaderWriterSpi> provider) {
    while (found.hasNext()) {
      T one = found.next();
      if (provider.apply(one).getClass().getName().startsWith(JDK)) {
        return one;
      }
    }
    throw new IllegalStateException("this Java has no JPEG plug-in (module java.desktop)");
  }
}
