/**
 * Sending by hand: folders, files and archives to a DICOM peer or to a center.
 *
 * <p>May import {@code forward}'s store request, the DICOM toolkit and picocli.
 */
package org.huizhen.gateway.send;
