package io.semlink.receiver;

/**
 * What arrived of a transmission.
 *
 * @param requestId identifier of the request
 * @param options what is asked for
 * @param senderFingerprint fingerprint of the sender's bundle as its header says, hexadecimal; may
 *     be empty
 * @param container bytes of the container file from its start, as far as they arrived without a gap
 * @param cut whether the channel says that it delivered less than was sent
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
record Arrival(
    String requestId,
    ReceiveOptions options,
    String senderFingerprint,
    byte[] container,
    boolean cut) {}
