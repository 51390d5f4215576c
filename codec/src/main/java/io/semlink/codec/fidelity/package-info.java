/**
 * How much of a photo arrived: GVIF, PSNR, SSIM, MS-SSIM and VIF. The last three are our own
 * because no maintained library with them was found on Maven Central.
 */
@NullMarked
package io.semlink.codec.fidelity;

import org.jspecify.annotations.NullMarked;
