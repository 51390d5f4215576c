package io.semlink.codec.baseline;

import io.semlink.codec.image.Photo;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Searches a coder's setting for the largest file within a number of bytes: by the size the coder
 * can be asked for where it can, by interpolation of the logarithm of the size between settings
 * that were tried, and by bisection where that is slow to close in.
 */
public final class RateFill {
  private static final int MAX_RUNS = 14;

  /** A file that takes this share of the bytes cannot be bettered enough to pay for another run. */
  private static final double FULL = 0.99;

  private final PictureCoder coder;
  private final Photo photo;
  private final int maxBytes;
  private int runs;
  private int below = -1;
  private double belowBytes;
  private int above;
  private double aboveBytes;

  private RateFill(PictureCoder coder, Photo photo, int maxBytes) {
    this.coder = coder;
    this.photo = photo;
    this.maxBytes = maxBytes;
    this.above = coder.finest(photo) + 1;
  }

  /**
   * A file that fits.
   *
   * @param setting the coder's setting
   * @param runs how often the coder was run to find it
   */
  @SuppressWarnings("ArrayRecordComponent") // files are handed over, not compared
  public record Filled(byte[] file, int setting, int runs) {}

  /** The largest file within a number of bytes; empty if not even the coarsest is. */
  public static Optional<Filled> fill(PictureCoder coder, Photo photo, int maxBytes) {
    return new RateFill(coder, photo, maxBytes).search();
  }

  private Optional<Filled> search() {
    Optional<Filled> best = Optional.empty();
    int asked = maxBytes;
    while (above - below > 1 && runs < MAX_RUNS) {
      int setting = propose(asked);
      byte[] file = coder.encode(photo, setting);
      runs++;
      if (file.length <= maxBytes) {
        below = setting;
        belowBytes = file.length;
        if (best.isEmpty() || file.length > best.get().file().length) {
          best = Optional.of(new Filled(file, setting, runs));
        }
        if (file.length >= FULL * maxBytes) {
          break;
        }
      } else {
        above = setting;
        aboveBytes = file.length;
      }
      // Sizes scatter around what is asked for: every further miss counts for more.
      asked += runs * (maxBytes - file.length);
    }
    int all = runs;
    return best.map(found -> new Filled(found.file(), found.setting(), all));
  }

  private int propose(int asked) {
    OptionalInt direct = coder.settingFor(photo, Math.max(1, asked));
    boolean narrowed = belowBytes > 0 && aboveBytes > 0;
    double between = 0.5;
    if (narrowed && runs % 3 != 2) {
      between = Math.log(maxBytes / belowBytes) / Math.max(1e-9, Math.log(aboveBytes / belowBytes));
    }
    int setting = (int) Math.round(below + between * (above - (double) below));
    if (direct.isPresent() && !narrowed) {
      setting = direct.getAsInt();
    }
    return Math.max(below + 1, Math.min(above - 1, setting));
  }
}
