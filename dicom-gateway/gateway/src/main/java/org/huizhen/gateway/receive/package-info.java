/**
 * The door for modalities: who may call, and how arriving instances get into the spool.
 *
 * <p>May import {@code spool}, {@code org.huizhen.config} and the DICOM toolkit.
 */
package org.huizhen.gateway.receive;
