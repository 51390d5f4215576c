package io.semlink.receiver.inpaint;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a prompt into the token ids the denoiser was trained with.
 *
 * <p>Words are the maximal runs of a-z and 0-9 of the lower-case text. The word on line i of the
 * vocabulary has id i + 2; 0 is padding and 1 an unknown word.
 */
public final class Tokeniser {
  static final int PADDING = 0;
  static final int UNKNOWN = 1;
  private static final int FIRST_WORD = 2;
  private static final Pattern WORD = Pattern.compile("[a-z0-9]+");

  private final Map<String, Integer> ids;
  private final int maxTokens;

  /**
   * Creates a tokeniser.
   *
   * @param vocabulary words in the order of their ids
   * @param maxTokens length of every token row; later words are left out
   */
  public Tokeniser(List<String> vocabulary, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, is " + maxTokens);
    }
    this.ids = new HashMap<>(2 * vocabulary.size());
    for (int i = 0; i < vocabulary.size(); i++) {
      ids.putIfAbsent(vocabulary.get(i), i + FIRST_WORD);
    }
    this.maxTokens = maxTokens;
  }

  /** Length of every token row. */
  public int maxTokens() {
    return maxTokens;
  }

  /** Token ids of a prompt, padded with zeros to the full length. */
  public long[] encode(String prompt) {
    long[] tokens = new long[maxTokens];
    Matcher words = WORD.matcher(prompt.toLowerCase(Locale.ROOT));
    for (int i = 0; i < maxTokens && words.find(); i++) {
      tokens[i] = ids.getOrDefault(words.group(), UNKNOWN);
    }
    return tokens;
  }
}
