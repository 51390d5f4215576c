package io.semlink.receiver.inpaint;

/** In what a picture is less than what was asked for, in the order in which it is given up. */
public enum Degradation {
  /** Fewer steps, for load. */
  FEWER_STEPS,
  /** The preview is the result, for load. */
  PREVIEW_ONLY,
  /** The preview is the result, since the deadline leaves no time for steps. */
  OUT_OF_TIME
}
