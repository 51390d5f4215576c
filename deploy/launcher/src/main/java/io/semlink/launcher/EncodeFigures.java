package io.semlink.launcher;

import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.BitLedger;
import io.semlink.codec.scheme.Decision;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.launcher.report.Figures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What coding a photo cost and gave.
 *
 * @param bytes size of the container
 * @param bpp bits per pixel of the photo, everything counted
 * @param psnrDb PSNR of the decoded picture, in dB
 * @param maskPsnrDb PSNR of its coded cells, in dB; empty if none are coded
 */
record EncodeFigures(
    Photo photo,
    EncodedPhoto coded,
    long bytes,
    double bpp,
    double psnrDb,
    OptionalDouble maskPsnrDb) {
  private static final int CELL_PIXELS = 16;

  static EncodeFigures of(Photo photo, EncodedPhoto coded, DecodedPhoto decoded, long bytes) {
    return new EncodeFigures(
        photo,
        coded,
        bytes,
        8.0 * bytes / ((long) photo.width() * photo.height()),
        Psnr.of(photo, decoded.photo()),
        Psnr.ofKept(photo, decoded.photo(), decoded.mask(), CELL_PIXELS));
  }

  /** For machines; names as in the report of a transmission. */
  Map<String, Object> fields() {
    BitLedger ledger = coded.ledger();
    Map<String, Object> bits = new LinkedHashMap<>();
    bits.put("framing", ledger.framing());
    bits.put("prompt", ledger.prompt());
    bits.put("mask", ledger.mask());
    bits.put("hyper", ledger.hyper());
    bits.put("latent", ledger.latent());
    bits.put("total", ledger.total());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scheme", coded.decision().scheme());
    fields.put("width_px", photo.width());
    fields.put("height_px", photo.height());
    fields.put("operating_point", coded.decision().operatingPoint());
    fields.put("alpha", coded.decision().alpha());
    fields.put("kept_fraction", coded.decision().keptFraction());
    fields.put("bytes", bytes);
    fields.put("bpp", bpp);
    fields.put("psnr_db", psnrDb);
    fields.put("mask_psnr_db", maskPsnrDb.isPresent() ? maskPsnrDb.getAsDouble() : null);
    fields.put("gvif", coded.decision().fidelity().map(Gvif::value).orElse(null));
    fields.put("caption", coded.decision().caption());
    fields.put("label", coded.decision().label());
    fields.put("bits", bits);
    return fields;
  }

  /** For people. */
  String line() {
    Decision decision = coded.decision();
    String text =
        String.format(
            Locale.ROOT,
            "%d x %d %s: %d bytes, %.4f bpp, PSNR %.2f dB",
            photo.width(),
            photo.height(),
            decision.fidelity().isEmpty()
                ? "as " + decision.scheme()
                : "at point " + decision.operatingPoint(),
            bytes,
            bpp,
            psnrDb);
    double kept = decision.keptFraction();
    if (kept < 1 && maskPsnrDb.isPresent()) {
      text +=
          String.format(
              Locale.ROOT,
              " (%s of the cells, %.2f dB inside)",
              Figures.percent(kept),
              maskPsnrDb.getAsDouble());
    }
    return text;
  }
}
