/**
 * The clinics' gateways: pairing, tokens, heartbeats, manifests (decision 4). May import what {@code imaging} may, and
 * {@code imaging.ingest}.
 */
package org.huizhen.server.imaging.gateways;
