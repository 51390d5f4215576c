package io.semlink.codec.control;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to choose for each state of the link, made beforehand over a set of photos.
 *
 * <p>Rows are looked up by the bits that the link carries per pixel, so a table serves other
 * limits, bandwidths and sizes of photos than those it was made for; under its own conditions that
 * is a look-up by SNR.
 *
 * @param format version of the format, 1
 * @param bundle fingerprint of the bundle, 64 hexadecimal digits
 * @param method how the rows were found, for example {@code exact}
 * @param conditions what the rows were made for
 * @param rows by rising SNR and budget
 */
public record PolicyTable(
    int format, String bundle, String method, Conditions conditions, List<Row> rows) {
  private static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * What a table was made for.
   *
   * @param photos number of photos
   * @param dataset name of their folder
   * @param pixels pixels of each photo
   * @param bandwidthHz bandwidth of the link
   * @param deadlineMs limit on the time on the air
   * @param maxAlpha greatest threshold allowed
   * @param gammaSquared variance of the visual noise of GVIF
   * @param minMaskPsnrDb floor on the mean PSNR of a point, in dB; 0 for none
   * @param seed seed of the search
   */
  public record Conditions(
      int photos,
      String dataset,
      int pixels,
      double bandwidthHz,
      double deadlineMs,
      double maxAlpha,
      double gammaSquared,
      double minMaskPsnrDb,
      long seed) {
    /** Checks ranges. */
    public Conditions {
      require(photos >= 1, "conditions.photos must be at least 1: " + photos);
      require(pixels >= 1, "conditions.pixels must be at least 1: " + pixels);
      require(bandwidthHz > 0, "conditions.bandwidth_hz must be more than 0: " + bandwidthHz);
      require(deadlineMs > 0, "conditions.deadline_ms must be more than 0: " + deadlineMs);
      require(gammaSquared > 0, "conditions.gamma_squared must be more than 0: " + gammaSquared);
      require(maxAlpha >= 0 && maxAlpha <= 1, "conditions.max_alpha is not in [0, 1]: " + maxAlpha);
      require(
          minMaskPsnrDb >= 0, "conditions.min_mask_psnr_db must not be negative: " + minMaskPsnrDb);
    }
  }

  /**
   * A choice for a state of the link.
   *
   * @param snrDb receive SNR, in dB
   * @param budgetBits bits the link carries within the limit at that SNR
   * @param bitsPerPixel the same per pixel
   * @param operatingPoint operating point
   * @param alpha threshold, in [0, 1]
   * @param expectedBits mean bits of the photos, coded
   * @param expectedGvif mean GVIF of the photos
   */
  public record Row(
      double snrDb,
      long budgetBits,
      double bitsPerPixel,
      int operatingPoint,
      double alpha,
      double expectedBits,
      double expectedGvif) {
    /** Checks ranges. */
    public Row {
      require(Double.isFinite(snrDb), "rows: snr_db is " + snrDb);
      require(budgetBits > 0, "rows: budget_bits must be more than 0: " + budgetBits);
      require(bitsPerPixel > 0, "rows: bits_per_pixel must be more than 0: " + bitsPerPixel);
      require(operatingPoint >= 0, "rows: operating_point is negative: " + operatingPoint);
      require(alpha >= 0 && alpha <= 1, "rows: alpha is not in [0, 1]: " + alpha);
      require(expectedBits > 0, "rows: expected_bits must be more than 0: " + expectedBits);
      require(
          expectedGvif >= 0 && expectedGvif <= 1,
          "rows: expected_gvif is not in [0, 1]: " + expectedGvif);
    }

    /** Operating point and threshold. */
    public OperatingChoice choice() {
      return new OperatingChoice(operatingPoint, alpha);
    }
  }

  /** Checks that nothing is missing and rows rise. */
  public PolicyTable {
    require(format == FORMAT, "format " + format + " is not supported, only " + FORMAT);
    require(
        bundle != null && bundle.matches("[0-9a-f]{64}"),
        "bundle is not a fingerprint of 64 hexadecimal digits: " + bundle);
    require(method != null && conditions != null, "method or conditions are missing");
    require(rows != null && !rows.isEmpty(), "there are no rows");
    rows = List.copyOf(rows);
    for (int i = 1; i < rows.size(); i++) {
      require(
          rows.get(i).snrDb() > rows.get(i - 1).snrDb()
              && rows.get(i).budgetBits() > rows.get(i - 1).budgetBits(),
          "rows do not rise at snr_db " + rows.get(i).snrDb());
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new PolicyException("policy table: " + message);
    }
  }

  /**
   * Reads a table.
   *
   * @throws PolicyException naming what is wrong with it
   */
  public static PolicyTable parse(byte[] json) {
    try {
      @Nullable PolicyTable table = JSON.readValue(json, PolicyTable.class);
      require(table != null, "it is empty");
      return table;
    } catch (IOException e) {
      if (e.getCause() instanceof PolicyException wrong) {
        throw wrong;
      }
      throw new PolicyException("policy table: " + e.getMessage(), e);
    }
  }

  /** The table as JSON, with a line break at the end. */
  public String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that the table was made with a bundle.
   *
   * @param fingerprint 64 hexadecimal digits
   * @param points operating points of the bundle
   * @throws PolicyException with both fingerprints if it was not
   */
  public void requireBundle(String fingerprint, int points) {
    require(
        bundle.equals(fingerprint),
        "it was made with bundle " + bundle + ", and the bundle in use is " + fingerprint);
    for (Row row : rows) {
      require(
          row.operatingPoint() < points,
          "operating point " + row.operatingPoint() + " does not exist; there are " + points);
    }
  }

  /**
   * The greatest row that asks for no more than a link carries.
   *
   * @param bits bits the link carries within the limit
   * @param pixels pixels of the photo
   * @return index of the row; empty if even the first one asks for more
   */
  public OptionalInt find(long bits, long pixels) {
    // One bit of tolerance: capacities that went through several units differ in their last digit.
    double carried = (double) (bits + 1) * conditions.pixels() / pixels;
    int found = -1;
    while (found + 1 < rows.size() && rows.get(found + 1).budgetBits() <= carried) {
      found++;
    }
    return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }
}
