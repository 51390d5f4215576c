/**
 * Measurements of a bundle over data sets: what {@code semlink eval} runs. Each gives {@link
 * io.semlink.launcher.eval.Findings}; what they mean is said in {@code docs/evaluation.md}.
 */
@NullMarked
package io.semlink.launcher.eval;

import org.jspecify.annotations.NullMarked;
