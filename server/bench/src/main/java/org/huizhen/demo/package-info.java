/**
 * The demo: a center, a clinic's gateway and sample data on one machine, as processes of their own.
 *
 * <p>Imports the toolkit (to send as a modality does), the gateway's pairing and {@code synthetic}; speaks to server and gateway only by the
 * protocols that everybody uses.
 */
package org.huizhen.demo;
