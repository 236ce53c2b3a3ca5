package org.huizhen.dicom.pdu;

import java.util.List;

/**
 * P-DATA-TF: pieces of messages (PS3.8 9.3.5).
 *
 * <p>The decoder hands bytes on as they arrive: one PDU comes out as several of these, a presentation data value in several pieces of which only the
 * final one may be marked last. That is the same message, cut differently.
 *
 * @param values at least one; whoever receives them releases their data
 */
public record PDataTf(List<Pdv> values) implements Pdu {
    static final int TYPE = 4;

    public PDataTf {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
