package io.semlink.channel.physics;

/** Complex gains, generated a page at a time. */
final class PagedCoefficients implements FadingProcess {
  private final Pages<Page> pages;

  /** Generates the gains of a page. */
  @FunctionalInterface
  interface Filler {
    /**
     * Fills a page, the same in whatever order pages are asked for.
     *
     * @param first number of its first block
     * @param re where the real parts go, one per block
     * @param im where the imaginary parts go
     */
    void fill(long first, double[] re, double[] im);
  }

  private record Page(double[] re, double[] im) {}

  /**
   * Makes a process.
   *
   * @param length blocks per page
   * @param filler generates pages
   */
  PagedCoefficients(int length, Filler filler) {
    this.pages =
        new Pages<>(
            length,
            number -> {
              Page page = new Page(new double[length], new double[length]);
              filler.fill(number * length, page.re(), page.im());
              return page;
            });
  }

  @Override
  public double gain(long block) {
    Page page = pages.of(block);
    int place = pages.place(block);
    double re = page.re()[place];
    double im = page.im()[place];
    return re * re + im * im;
  }

  @Override
  public Complex coefficient(long block) {
    Page page = pages.of(block);
    int place = pages.place(block);
    return new Complex(page.re()[place], page.im()[place]);
  }
}
