package io.semlink.deploy.fault;

import java.util.concurrent.atomic.AtomicLong;

/** What a proxy did, for tests to see that a fault really happened. */
final class FaultCounts {
  final AtomicLong connections = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong passedBytes = new AtomicLong();
  final AtomicLong swallowedBytes = new AtomicLong();
  final AtomicLong delayedPieces = new AtomicLong();
  final AtomicLong slicedPieces = new AtomicLong();
  final AtomicLong resets = new AtomicLong();
  final AtomicLong limited = new AtomicLong();
  final AtomicLong slowCloses = new AtomicLong();
}
