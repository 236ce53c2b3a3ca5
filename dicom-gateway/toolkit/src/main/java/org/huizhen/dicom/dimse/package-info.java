/**
 * DICOM messages (PS3.7): command sets, assembly of messages from presentation data values, status codes.
 *
 * <p>Imports {@code dicom.pdu}, {@code dicom.encoding} and Netty.
 */
package org.huizhen.dicom.dimse;
