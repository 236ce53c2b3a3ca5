/**
 * What is sent becomes stored, counted and told (decisions 2, 3, 4): STOW-RS, the index, quarantine, completeness. May
 * import what {@code imaging} may, and {@code imaging.multipart}.
 */
package org.huizhen.server.imaging.ingest;
