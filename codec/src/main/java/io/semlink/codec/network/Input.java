package io.semlink.codec.network;

/** What a network takes. */
public sealed interface Input permits Tensor, IntTensor {}
