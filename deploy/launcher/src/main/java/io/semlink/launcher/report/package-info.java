/** The report of a transmission, for machines as JSON and for people as a table. */
@NullMarked
package io.semlink.launcher.report;

import org.jspecify.annotations.NullMarked;
