/**
 * The DICOM upper layer (PS3.8 9.2): state machine as a table, negotiation, timers.
 *
 * <p>Imports {@code dicom.pdu} and Netty.
 */
package org.huizhen.dicom.association;
