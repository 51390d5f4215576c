package io.semlink.client;

import io.semlink.link.v1.PictureKind;

/**
 * A picture that came back.
 *
 * @param kind which of the pictures of a transmission
 * @param step for a picture between steps: after how many steps, from 1; otherwise 0
 * @param width in pixels
 * @param height in pixels
 * @param png the PNG file; not copied, so do not write to it
 */
public record ReceivedPicture(PictureKind kind, int step, int width, int height, byte[] png) {}
