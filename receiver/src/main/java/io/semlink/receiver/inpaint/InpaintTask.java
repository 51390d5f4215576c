package io.semlink.receiver.inpaint;

/**
 * One picture to be inpainted.
 *
 * @param known what is known of it
 * @param tokens the prompt's token ids
 * @param settings steps, sampler, seed, guidance
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object
record InpaintTask(KnownPicture known, long[] tokens, InpaintSettings settings) {
  /** Network inputs a step of this picture needs: two under guidance, else one. */
  int slots() {
    return settings.guidance() == 1 ? 1 : 2;
  }
}
