/** Tests of the receiver as its callers see it: real gRPC on a free port, the compact bundle. */
@NullMarked
package io.semlink.receiver;

import org.jspecify.annotations.NullMarked;
