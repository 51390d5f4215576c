package io.semlink.channel.service;

import io.semlink.channel.link.LinkRegistry;
import io.semlink.chassis.LatestAttempts;
import io.semlink.receiver.v1.ReceiverServiceGrpc.ReceiverServiceStub;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all relays of a simulator share.
 *
 * @param links the links
 * @param receiver where deliveries go
 * @param timer keeps the pace of links in real time; its tasks are short
 * @param metrics what is counted
 * @param attempts relays under way, by request
 */
record RelayContext(
    LinkRegistry links,
    ReceiverServiceStub receiver,
    ScheduledExecutorService timer,
    ChannelMetrics metrics,
    LatestAttempts attempts) {}
