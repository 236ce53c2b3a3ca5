/**
 * Protocol data units of the DICOM upper layer: sealed values, decoder and encoder (PS3.8 9.3).
 *
 * <p>Imports Netty and nothing of the project.
 */
package org.huizhen.dicom.pdu;
