/**
 * Benchmarks: each measures us and named peers or limits in one run, alternating, and prints medians, ratios and the
 * command lines. None is a test, none fails a build; a peer that is not installed is named and left out.
 *
 * <p>Imports {@code synthetic} and, from {@code demo}, how our programs are started; reaches them as peers are reached,
 * through their ports.
 */
package org.huizhen.bench;
