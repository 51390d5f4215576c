/** Container of a coded photo: format of files and of the wire. */
@NullMarked
package io.semlink.codec.container;

import org.jspecify.annotations.NullMarked;
