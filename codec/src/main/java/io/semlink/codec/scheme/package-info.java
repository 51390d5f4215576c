/** Ways of coding a photo, each a pair of an encoder and a decoder. */
@NullMarked
package io.semlink.codec.scheme;

import org.jspecify.annotations.NullMarked;
