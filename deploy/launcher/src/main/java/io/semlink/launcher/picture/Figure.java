package io.semlink.launcher.picture;

/**
 * A key figure of the overview.
 *
 * @param value number with its unit, as shown
 * @param label what it measures
 */
public record Figure(String value, String label) {}
