/** Entropy coding: rANS for symbols, an adaptive binary coder for masks. */
@NullMarked
package io.semlink.codec.entropy;

import org.jspecify.annotations.NullMarked;
