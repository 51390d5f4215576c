package io.semlink.receiver.inpaint;

/**
 * Size at which the denoiser works on a photo.
 *
 * @param width pixels
 * @param height pixels
 */
public record WorkingSize(int width, int height) {
  /** Checks the sides. */
  public WorkingSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("sides must be at least 1: " + width + "x" + height);
    }
  }

  /**
   * Size of about resolution^2 pixels with a photo's aspect.
   *
   * @param resolution side of the square of equal area, in pixels
   * @param multiple sides are multiples of this
   */
  public static WorkingSize of(int photoWidth, int photoHeight, int resolution, int multiple) {
    double scale = resolution / Math.sqrt((double) photoWidth * photoHeight);
    int longest = Math.max(multiple, resolution * resolution / multiple);
    return new WorkingSize(
        side(photoWidth * scale, multiple, longest), side(photoHeight * scale, multiple, longest));
  }

  /** Number of pixels. */
  public int pixels() {
    return width * height;
  }

  private static int side(double pixels, int multiple, int longest) {
    int rounded = (int) Math.round(pixels / multiple) * multiple;
    return Math.max(multiple, Math.min(longest / multiple * multiple, rounded));
  }
}
