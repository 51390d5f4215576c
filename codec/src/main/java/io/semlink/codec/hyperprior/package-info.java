/** The scale hyperprior: transforms, integer hyper-synthesis, quantisation. */
@NullMarked
package io.semlink.codec.hyperprior;

import org.jspecify.annotations.NullMarked;
