package io.semlink.codec.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Contents of {@code bundle.json}; format in {@code docs/bundle-format.md}.
 *
 * @param format version of the format, 2
 * @param name name of the bundle
 * @param version version of the bundle's contents
 * @param licence terms of the weights
 * @param files every file of the bundle with its hash and size
 */
public record BundleManifest(
    int format,
    String name,
    String version,
    String licence,
    SortedMap<String, FileEntry> files,
    Codec codec,
    Classifier classifier,
    Denoiser denoiser) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Checks that nothing is missing. */
  public BundleManifest {
    if (format != 2) {
      throw new BundleException("bundle.json: format " + format + " is not supported, only 2");
    }
    require(name, "name");
    require(version, "version");
    require(licence, "licence");
    require(files, "files");
    require(codec, "codec");
    require(classifier, "classifier");
    require(denoiser, "denoiser");
    files = new TreeMap<>(files);
  }

  /**
   * Reads a manifest.
   *
   * @throws BundleException naming the field that is missing or out of range
   */
  public static BundleManifest parse(byte[] json) {
    try {
      return JSON.readValue(json, BundleManifest.class);
    } catch (IOException e) {
      Throwable cause = e.getCause() instanceof BundleException ? e.getCause() : e;
      throw new BundleException("bundle.json: " + cause.getMessage(), e);
    }
  }

  static <T> void require(@Nullable T value, String field) {
    if (value == null) {
      throw new BundleException("bundle.json: " + field + " is missing");
    }
  }

  static void requireRange(int value, int low, int high, String field) {
    if (value < low || value > high) {
      throw new BundleException(
          "bundle.json: " + field + " is " + value + ", not within " + low + ".." + high);
    }
  }

  /**
   * A file of the bundle.
   *
   * @param sha256 lower-case hexadecimal SHA-256
   * @param bytes size
   */
  public record FileEntry(String sha256, long bytes) {
    /** Checks the form of the hash. */
    public FileEntry {
      require(sha256, "files.sha256");
      if (!sha256.matches("[0-9a-f]{64}") || bytes < 0) {
        throw new BundleException("bundle.json: malformed entry " + sha256 + ", " + bytes);
      }
    }
  }

  /**
   * The hyperprior codec: names of its files and its shape.
   *
   * @param transforms TorchScript with analyse, hyper_analyse and synthesise
   * @param operatingPoints coarsest first; the last is the reference
   */
  public record Codec(
      String transforms,
      String hyperSynthesis,
      String entropyTables,
      String context,
      String gains,
      int latentChannels,
      int latentStride,
      int hyperChannels,
      int hyperStride,
      List<OperatingPoint> operatingPoints) {
    /** Checks ranges. */
    public Codec {
      require(transforms, "codec.transforms");
      require(hyperSynthesis, "codec.hyper_synthesis");
      require(entropyTables, "codec.entropy_tables");
      require(context, "codec.context");
      require(gains, "codec.gains");
      require(operatingPoints, "codec.operating_points");
      requireRange(latentChannels, 1, 4096, "codec.latent_channels");
      requireRange(latentStride, 16, 16, "codec.latent_stride");
      requireRange(hyperChannels, 1, 4096, "codec.hyper_channels");
      requireRange(hyperStride, 4, 4, "codec.hyper_stride");
      requireRange(operatingPoints.size(), 1, 64, "number of codec.operating_points");
      operatingPoints = List.copyOf(operatingPoints);
    }
  }

  /**
   * A quality of the codec with its measured curve on the Kodak images.
   *
   * @param kodakBpp mean rate in bit per pixel, every bit counted
   * @param kodakPsnrDb mean PSNR of the 8-bit pictures
   */
  public record OperatingPoint(
      int index, @JsonProperty("lambda") double lambda, double kodakBpp, double kodakPsnrDb) {}

  /**
   * The importance classifier.
   *
   * @param inputShortSide short side of its input, in pixels
   * @param sizeMultiple sides of its input are multiples of this
   */
  public record Classifier(String network, String labels, int inputShortSide, int sizeMultiple) {
    /** Checks ranges. */
    public Classifier {
      require(network, "classifier.network");
      require(labels, "classifier.labels");
      requireRange(inputShortSide, 32, 1024, "classifier.input_short_side");
      requireRange(sizeMultiple, 1, 128, "classifier.size_multiple");
    }
  }

  /**
   * The inpainting denoiser.
   *
   * @param resolution side of the square whose area its pictures have, in pixels
   * @param sizeMultiple sides of its pictures are multiples of this
   * @param maxTokens longest prompt, in words
   * @param temperature scale of the sampler's noise that suits the network, more than 0 and at most
   *     1; 1 if the manifest does not say
   */
  public record Denoiser(
      String network,
      String vocabulary,
      int resolution,
      int sizeMultiple,
      int maxTokens,
      double temperature) {
    /** Checks ranges. */
    public Denoiser {
      require(network, "denoiser.network");
      require(vocabulary, "denoiser.vocabulary");
      requireRange(resolution, 32, 1024, "denoiser.resolution");
      requireRange(sizeMultiple, 1, 128, "denoiser.size_multiple");
      requireRange(maxTokens, 1, 512, "denoiser.max_tokens");
      temperature = temperature == 0 ? 1 : temperature; // 0 is what a missing number reads as
      if (!(temperature > 0 && temperature <= 1)) {
        throw new BundleException(
            "bundle.json: denoiser.temperature is " + temperature + ", not within 0..1");
      }
    }
  }
}
