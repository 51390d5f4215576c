package io.semlink.transmitter;

import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.link.v1.ReceiverReport;

/**
 * What an attempt that went well brought.
 *
 * @param coded what was sent
 * @param opened the state of the link as it was known
 * @param completed the channel's account
 * @param receiver the receiver's report
 * @param pictures pictures that came back
 */
record Arrival(
    CodedPhoto coded,
    RelayOpened opened,
    RelayCompleted completed,
    ReceiverReport receiver,
    PictureStore pictures) {}
