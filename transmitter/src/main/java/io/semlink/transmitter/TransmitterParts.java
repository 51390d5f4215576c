package io.semlink.transmitter;

import io.grpc.Channel;
import io.semlink.chassis.AdmissionQueue;
import io.semlink.chassis.Telemetry;
import io.semlink.transmitter.console.TransmissionJournal;
import java.util.concurrent.Executor;

/**
 * What all requests of a transmitter share.
 *
 * @param coder codes photos
 * @param channel leads to the channel service
 * @param queue workers that run the networks
 * @param finisher thread that measures pictures and writes reports of requests whose work is done
 * @param telemetry metrics of the service
 * @param metrics takes finished reports
 * @param journal takes note of every request that is taken up
 */
record TransmitterParts(
    TransmitterConfig config,
    PhotoCoder coder,
    Channel channel,
    AdmissionQueue queue,
    Executor finisher,
    Telemetry telemetry,
    TransmitterMetrics metrics,
    TransmissionJournal journal) {}
