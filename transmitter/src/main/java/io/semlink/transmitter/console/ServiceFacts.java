package io.semlink.transmitter.console;

import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the console tells of the service it belongs to.
 *
 * @param host address that the service listens on
 * @param capabilities what the service can do
 * @param defaultScheme scheme of requests that name none
 * @param queueDepth requests that wait
 * @param queueCapacity requests that may wait
 * @param workers requests worked on at once
 */
public record ServiceFacts(
    String host,
    Supplier<GetCapabilitiesResponse> capabilities,
    String defaultScheme,
    IntSupplier queueDepth,
    int queueCapacity,
    int workers) {}
