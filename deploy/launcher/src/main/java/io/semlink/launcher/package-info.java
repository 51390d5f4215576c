/** The {@code semlink} command: services, demo and tools in one program. */
@NullMarked
package io.semlink.launcher;

import org.jspecify.annotations.NullMarked;
