/**
 * The context model: what the cells coded before say about the next one, in integers, on top of the
 * hyperprior's scales.
 */
@org.jspecify.annotations.NullMarked
package io.semlink.codec.context;
