package io.semlink.transmitter;

import io.grpc.Channel;
import io.semlink.chassis.AdmissionQueue;
import io.semlink.chassis.Telemetry;
import io.semlink.transmitter.console.TransmissionJournal;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all requests of a transmitter share.
 *
 * @param coder codes photos
 * @param channel leads to the channel service
 * @param queue workers that run the networks
 * @param finisher thread that measures pictures and writes reports of requests whose work is done
 * @param timer ends uploads that take too long, and begins attempts; its tasks are short
 * @param retries says whether and when a photo is sent again
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
    ScheduledExecutorService timer,
    Retries retries,
    Telemetry telemetry,
    TransmitterMetrics metrics,
    TransmissionJournal journal) {}
