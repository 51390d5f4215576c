package io.semlink.codec.scheme;

import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;

/**
 * What a decoder makes of a container.
 *
 * @param photo decoder output in the cells of the mask, neutral grey elsewhere
 * @param mask 16-pixel cells that really arrived
 * @param prompt caption for the generation of the rest
 * @param operatingPoint operating point
 * @param complete whether everything that was sent arrived
 */
public record DecodedPhoto(
    Photo photo, KeepMask mask, String prompt, int operatingPoint, boolean complete) {}
