package io.semlink.channel.ldpc;

/**
 * Coding of one transport block: CRC, LDPC code and rate matching of 3GPP TS 38.212.
 *
 * <p>The block is one code block: payload, CRC (16 bits up to a payload of 3824 bits, else 24) and
 * as many filler bits as the lifting size asks for. The nominal code rate only chooses the base
 * graph (7.2.2); how many bits are sent is said for each round of sending. A block above 3824 bits
 * takes base graph 1 at every rate, where the standard would cut it in pieces at rates of at most
 * 0.25. Immutable, for any number of threads, and cheap to make: the parity-check matrices are
 * shared.
 */
public final class TransportBlockCode {
  /** Largest payload of one code block: 8448 bits less the CRC. */
  public static final int MAX_PAYLOAD_BITS = 8424;

  /** Largest nominal code rate (TS 38.214, 5.1.3: a receiver may skip blocks above it). */
  private static final double MAX_CODE_RATE = 0.95;

  private final int payloadBits;
  private final Crc crc;
  private final LdpcCode code;
  private final RateMatcher rateMatcher;

  private TransportBlockCode(int payloadBits, BaseGraph graph) {
    this.payloadBits = payloadBits;
    this.crc = Crc.forPayload(payloadBits);
    int informationBits = payloadBits + crc.bits();
    this.code = LdpcCode.of(graph, graph.liftingSize(informationBits));
    this.rateMatcher = new RateMatcher(code, informationBits);
  }

  /**
   * Chooses the code of a transport block.
   *
   * @param payloadBits bits of the block, a multiple of 8 from 8 to {@link #MAX_PAYLOAD_BITS}
   * @param codeRate nominal rate, above 0 and at most 0.95
   * @return the code
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static TransportBlockCode of(int payloadBits, double codeRate) {
    if (payloadBits < 8 || payloadBits > MAX_PAYLOAD_BITS || payloadBits % 8 != 0) {
      throw new IllegalArgumentException(
          "payloadBits must be a multiple of 8 from 8 to "
              + MAX_PAYLOAD_BITS
              + ", but is "
              + payloadBits);
    }
    if (!(codeRate > 0.0 && codeRate <= MAX_CODE_RATE)) {
      throw new IllegalArgumentException(
          "codeRate must be above 0 and at most " + MAX_CODE_RATE + ", but is " + codeRate);
    }
    return new TransportBlockCode(payloadBits, BaseGraph.forTransportBlock(payloadBits, codeRate));
  }

  /**
   * Returns the bits of the payload.
   *
   * @return a multiple of 8
   */
  public int payloadBits() {
    return payloadBits;
  }

  /**
   * Returns the base graph.
   *
   * @return the base graph
   */
  public BaseGraph baseGraph() {
    return code.graph();
  }

  /**
   * Returns the lifting size Z.
   *
   * @return 4 to 384
   */
  public int liftingSize() {
    return code.liftingSize();
  }

  /**
   * Returns the bits of the CRC.
   *
   * @return 16 or 24
   */
  public int crcBits() {
    return crc.bits();
  }

  /**
   * Encodes a payload to the mother code.
   *
   * @param payload {@code payloadBits / 8} bytes, most significant bit first
   * @return the codeword without its punctured first 2 Z bits, one bit per byte; filler bits are 0
   * @throws IllegalArgumentException if the payload has another length
   */
  public byte[] encode(byte[] payload) {
    if (payload.length * 8 != payloadBits) {
      throw new IllegalArgumentException(
          "the payload must have " + payloadBits / 8 + " bytes, but has " + payload.length);
    }
    byte[] codeword = new byte[code.length()];
    for (int i = 0; i < payloadBits; i++) {
      codeword[i] = (byte) (payload[i / 8] >> (7 - i % 8) & 1);
    }
    int remainder = crc.of(payload);
    for (int i = 0; i < crc.bits(); i++) {
      codeword[payloadBits + i] = (byte) (remainder >> (crc.bits() - 1 - i) & 1);
    }
    code.encode(codeword);
    byte[] sendable = new byte[rateMatcher.length()];
    System.arraycopy(codeword, codeword.length - sendable.length, sendable, 0, sendable.length);
    return sendable;
  }

  /**
   * Selects and interleaves the bits of one round of sending.
   *
   * @param codeword what {@link #encode} returned
   * @param redundancyVersion 0 to 3; hybrid ARQ goes through 0, 2, 3, 1
   * @param codedBits bits to send, a positive multiple of {@code bitsPerSymbol}; more than the
   *     codeword has are sent again from its start
   * @param bitsPerSymbol bits of a modulation symbol: 1, 2, 4, 6 or 8
   * @return the bits in the order of sending, one per byte
   * @throws IllegalArgumentException if an argument is out of range
   */
  public byte[] select(byte[] codeword, int redundancyVersion, int codedBits, int bitsPerSymbol) {
    if (codeword.length != rateMatcher.length()) {
      throw new IllegalArgumentException(
          "the codeword must have " + rateMatcher.length() + " bits, but has " + codeword.length);
    }
    int[] positions = rateMatcher.positions(redundancyVersion, codedBits, bitsPerSymbol);
    byte[] bits = new byte[codedBits];
    for (int i = 0; i < codedBits; i++) {
      bits[i] = codeword[positions[i]];
    }
    return bits;
  }

  /**
   * Makes the memory in which a receiver gathers the rounds of this block.
   *
   * @return an empty soft buffer
   */
  public SoftBuffer softBuffer() {
    return new SoftBuffer(this, rateMatcher);
  }

  LdpcCode ldpcCode() {
    return code;
  }

  Crc crc() {
    return crc;
  }

  RateMatcher rateMatcher() {
    return rateMatcher;
  }

  /** Whether a soft buffer of the other code can be decoded by this one. */
  boolean sameAs(TransportBlockCode other) {
    return payloadBits == other.payloadBits && code == other.code;
  }
}
