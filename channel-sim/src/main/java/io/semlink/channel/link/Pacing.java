package io.semlink.channel.link;

/** Whether accounted air time also passes on the wall clock. */
public enum Pacing {
  /** Segments are handed on as soon as their air time is accounted. */
  ACCOUNTED,
  /** Segments are handed on when their air time has passed. */
  REAL_TIME
}
