package io.semlink.receiver.inpaint;

/** As many pictures are being inpainted as are allowed. */
public final class InpaintOverloadException extends Exception {
  private static final long serialVersionUID = 1L;

  InpaintOverloadException(int maxActive) {
    super(maxActive + " pictures are being inpainted already");
  }
}
