package io.semlink.transmitter;

import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Instant;

/**
 * What a client asked for, and where it is answered.
 *
 * @param id identifier, the same in all services
 * @param options checked and completed options
 * @param acceptedAt when its call began
 * @param stages its stages
 * @param sink takes events and the one ending
 * @param claim its place among the requests under way
 */
record PhotoRequest(
    String id,
    RequestOptions options,
    Instant acceptedAt,
    StageLog stages,
    ResponseSink<TransmitResponse> sink,
    RequestLedger.Claim claim) {}
