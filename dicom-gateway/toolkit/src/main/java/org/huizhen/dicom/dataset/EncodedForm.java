package org.huizhen.dicom.dataset;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What the encoding of a data set had beyond its elements: their order where it was not ascending, doubled elements, headers of an
 * unusual form, bytes that follow. A reader keeps it so that a writer gives the same bytes back; most data sets have none.
 */
public final class EncodedForm {

    /**
     * Tag, VR and length as they stood, and the encoding they are of.
     *
     * @param endLength the length that the delimiter behind a value of undefined length gives: 0 where it is as it should be
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Header(byte[] bytes, boolean explicit, boolean bigEndian, int endLength) {}

    private List<Element> order;
    private final IdentityHashMap<Element, Header> headers = new IdentityHashMap<>();
    private byte[] trailer = new byte[0];
    private int endLength;

    /** The elements in the order of the encoding, doubled ones included; null where ascending. */
    public List<Element> order() {
        return order;
    }

    void startOrder(List<Element> soFar) {
        if (order == null) {
            order = new ArrayList<>(soFar);
        }
    }

    void append(Element element) {
        if (order != null) {
            order.add(element);
        }
    }

    /** The element's header as it was encoded; null where it was the ordinary one. */
    public Header header(Element element) {
        return headers.get(element);
    }

    public void header(Element element, Header header) {
        headers.put(element, header);
    }

    /** The length that the delimiter of this item gives: 0 where it is as it should be. */
    public int endLength() {
        return endLength;
    }

    public void endLength(int length) {
        endLength = length;
    }

    /** Bytes behind the last element that are no element. */
    public byte[] trailer() {
        return trailer;
    }

    public void trailer(byte[] bytes) {
        trailer = bytes;
    }
}
