package io.semlink.launcher.experiment;

/**
 * Something that the paper says, held against what we measure.
 *
 * @param what what is claimed, with the paper's section or figure
 * @param paper the paper's value
 * @param ours ours
 * @param verdict whether it holds here
 * @param why why the two differ; empty where there is nothing to explain
 */
record Claim(String what, String paper, String ours, Verdict verdict, String why) {
  /** Whether a claim holds on our link. */
  enum Verdict {
    /** As the paper says. */
    HOLDS("holds"),
    /** In kind, or under conditions that the text names. */
    IN_PART("in part"),
    /** We measure otherwise. */
    REFUTED("refuted");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Verdict of(boolean holds) {
      return holds ? HOLDS : REFUTED;
    }
  }
}
