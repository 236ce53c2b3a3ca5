/** WADO-RS (PS3.18 10.4): instances, metadata, frames and bulk data, corrected on the way out. May import what {@code imaging} may. */
package org.huizhen.server.imaging.retrieve;
