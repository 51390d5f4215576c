/**
 * Picture coders to compare with, on their own terms: JPEG 2000, JPEG, WebP and HEVC intra.
 * Settings are those that give each its best PSNR for its bits; docs/evaluation.md says which and
 * why.
 */
@NullMarked
package io.semlink.codec.baseline;

import org.jspecify.annotations.NullMarked;
