package io.semlink.receiver.inpaint;

/**
 * One network call: pictures of equal size, each at a time of its own.
 *
 * @param count pictures in the batch
 * @param size their size
 * @param noisy x_t, [count][3][height][width]
 * @param known received picture in [-1, 1], 0 where not received, [count][3][height][width]
 * @param mask 1 = received, [count][1][height][width]
 * @param times diffusion time per picture, in (0, 1]
 * @param tokens prompt tokens, [count][tokensPerPicture]
 * @param tokensPerPicture length of a token row
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object
public record DenoiserBatch(
    int count,
    WorkingSize size,
    float[] noisy,
    float[] known,
    float[] mask,
    float[] times,
    long[] tokens,
    int tokensPerPicture) {
  /** Checks the lengths. */
  public DenoiserBatch {
    int planes = 3 * count * size.pixels();
    if (count < 1
        || noisy.length != planes
        || known.length != planes
        || 3 * mask.length != planes
        || times.length != count
        || tokens.length != count * tokensPerPicture) {
      throw new IllegalArgumentException("arrays do not match a batch of " + count + " " + size);
    }
  }
}
