package io.semlink.codec.caption;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses prompts: raw DEFLATE (RFC 1951) primed with a dictionary of the bundle's words, or
 * plain UTF-8 where that is shorter. The first byte says which.
 */
public final class PromptCoder {
  /** Longest prompt, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1000;

  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;
  private static final int MAX_DICTIONARY = 32_000;

  private final byte[] dictionary;

  /**
   * Creates a coder; both ends need the same dictionary.
   *
   * @param dictionary text likely to occur, the likeliest last
   */
  public PromptCoder(String dictionary) {
    byte[] bytes = dictionary.getBytes(StandardCharsets.UTF_8);
    int from = Math.max(0, bytes.length - MAX_DICTIONARY);
    this.dictionary = Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /**
   * Compresses a prompt.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_BYTES}
   */
  public byte[] encode(String prompt) {
    byte[] text = prompt.getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the caption has " + text.length + " bytes; at most " + MAX_BYTES + " are allowed");
    }
    byte[] buffer = new byte[text.length + 64];
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setDictionary(dictionary);
      deflater.setInput(text);
      deflater.finish();
      int size = deflater.deflate(buffer);
      boolean shorter = size < text.length && deflater.finished();
      ByteBuffer out = ByteBuffer.allocate(1 + (shorter ? size : text.length));
      out.put(shorter ? DEFLATED : PLAIN);
      return (shorter ? out.put(buffer, 0, size) : out.put(text)).array();
    } finally {
      deflater.end();
    }
  }

  /**
   * Restores a prompt.
   *
   * @throws IllegalArgumentException if the bytes are not a prompt or it is too long
   */
  public String decode(byte[] coded) {
    if (coded.length == 0) {
      throw new IllegalArgumentException("empty prompt segment");
    }
    ByteBuffer body = ByteBuffer.wrap(coded, 1, coded.length - 1);
    ByteBuffer text =
        switch (coded[0]) {
          case PLAIN -> body;
          case DEFLATED -> inflate(body);
          default -> throw new IllegalArgumentException("unknown prompt coding " + coded[0]);
        };
    if (text.remaining() > MAX_BYTES) {
      throw new IllegalArgumentException("prompt of " + text.remaining() + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("prompt is not UTF-8", e);
    }
  }

  private ByteBuffer inflate(ByteBuffer body) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(dictionary);
      inflater.setInput(body);
      byte[] buffer = new byte[MAX_BYTES + 1];
      int size = inflater.inflate(buffer);
      if (!inflater.finished()) {
        throw new IllegalArgumentException("prompt is damaged or too long");
      }
      return ByteBuffer.wrap(buffer, 0, size);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("prompt is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
