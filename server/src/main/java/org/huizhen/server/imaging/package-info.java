/**
 * Studies, series and instances: sent by STOW-RS, counted, queried by QIDO-RS, served by WADO-RS; the clinics' gateways.
 * May import {@code core}, {@code database}, {@code blob}, {@code audit}, {@code access}, {@code job}, {@code http},
 * {@code organization}, {@code patient} and the DICOM toolkit; no other feature.
 */
package org.huizhen.server.imaging;
