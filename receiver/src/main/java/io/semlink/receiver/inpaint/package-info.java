/**
 * Diffusion inpainting of what the link did not carry.
 *
 * <p>A variance-preserving diffusion with cosine schedule is run backwards over a reduced picture
 * whose received pixels are known; the result is enlarged and fills the gaps of the decoder's
 * output, whose received pixels stay exactly as they are. Pictures in this package are planar RGB,
 * [3][height][width], in [-1, 1].
 */
@NullMarked
package io.semlink.receiver.inpaint;

import org.jspecify.annotations.NullMarked;
