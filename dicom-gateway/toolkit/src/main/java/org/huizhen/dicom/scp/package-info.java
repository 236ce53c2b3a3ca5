/**
 * DICOM services offered to peers: a server, a class per service, and a one-method port each for the product.
 *
 * <p>Imports {@code dicom.association}, {@code dicom.dimse} and what these may import.
 */
package org.huizhen.dicom.scp;
