/** How much of a photo arrived: GVIF and PSNR. */
@NullMarked
package io.semlink.codec.fidelity;

import org.jspecify.annotations.NullMarked;
