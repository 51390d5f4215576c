package io.semlink.transmitter;

import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.mask.KeepMask;
import io.semlink.link.v1.PictureKind;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the pictures that came back are worth, measured against the photo.
 *
 * @param maskPsnrDb PSNR of the decoded picture inside the kept region, in dB
 * @param psnrDb PSNR of the final picture, in dB
 */
record Quality(OptionalDouble maskPsnrDb, OptionalDouble psnrDb) {
  /** Measures what is there; what did not come back stays empty. */
  static Quality measure(Photo original, KeepMask mask, PictureStore pictures) {
    OptionalDouble inside =
        picture(original, PictureKind.PICTURE_KIND_DECODED, pictures)
            .map(decoded -> Psnr.ofKept(original, decoded, mask, HyperpriorCodec.CELL_PIXELS))
            .orElseGet(OptionalDouble::empty);
    OptionalDouble whole =
        picture(original, PictureKind.PICTURE_KIND_RECEIVED, pictures)
            .map(received -> OptionalDouble.of(Psnr.of(original, received)))
            .orElseGet(OptionalDouble::empty);
    return new Quality(inside, whole);
  }

  private static Optional<Photo> picture(Photo original, PictureKind kind, PictureStore pictures) {
    return pictures
        .file(kind)
        .map(PhotoReader::read)
        .filter(photo -> photo.width() == original.width() && photo.height() == original.height());
  }
}
