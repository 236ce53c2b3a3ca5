/**
 * DICOM services called at peers: associations opened by us, with a blocking interface meant for virtual threads.
 *
 * <p>Imports {@code dicom.association}, {@code dicom.dimse} and what these may import.
 */
package org.huizhen.dicom.scu;
