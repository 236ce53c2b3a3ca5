/** QIDO-RS (PS3.18 10.6): searches by attributes. May import what {@code imaging} may. */
package org.huizhen.server.imaging.query;
