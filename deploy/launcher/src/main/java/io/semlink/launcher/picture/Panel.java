package io.semlink.launcher.picture;

import java.awt.image.BufferedImage;

/**
 * A picture of the overview with its label.
 *
 * @param title what it is
 * @param note a line on it, smaller
 * @param image the picture
 */
public record Panel(String title, String note, BufferedImage image) {}
