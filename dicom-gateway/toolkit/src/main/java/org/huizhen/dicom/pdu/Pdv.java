package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;

/**
 * A presentation data value (PS3.8 9.3.5.1 and annex E).
 *
 * @param contextId the presentation context
 * @param command part of a command set, else of a data set
 * @param last the final piece of that command set or data set
 * @param data reference counted, owned by whoever holds this
 */
public record Pdv(int contextId, boolean command, boolean last, ByteBuf data) {}
