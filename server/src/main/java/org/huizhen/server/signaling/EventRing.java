package org.huizhen.server.signaling;

import org.huizhen.server.signaling.message.Text;

/**
 * Events that may have to be told again, oldest first, with the moment of each. Holds nothing of its own but references, so
 * that a busy session leaves no small objects behind. Not thread-safe.
 */
final class EventRing {
    private static final int LEAST = 8;
    /** One that has grown beyond it gives the room back when it is empty. */
    private static final int MODEST = 64;

    private static final Text[] NO_TEXTS = {};
    private static final long[] NO_TIMES = {};

    private Text[] texts = NO_TEXTS;
    private long[] times = NO_TIMES;
    private int first;
    private int size;
    private int bytes;

    void add(Text text, long at) {
        if (size == texts.length) {
            grow();
        }
        int slot = slot(size);
        texts[slot] = text;
        times[slot] = at;
        size++;
        bytes += text.length();
    }

    int size() {
        return size;
    }

    /** Of all texts together. */
    int bytes() {
        return bytes;
    }

    /** @param index 0 is the oldest */
    Text get(int index) {
        return texts[slot(index)];
    }

    /** When the oldest was added. */
    long oldest() {
        return times[first];
    }

    void forgetOldest() {
        bytes -= texts[first].length();
        texts[first] = null;
        first = slot(1);
        size--;
        if (size == 0 && texts.length > MODEST) {
            texts = NO_TEXTS;
            times = NO_TIMES;
            first = 0;
        }
    }

    private int slot(int index) {
        return (first + index) & (texts.length - 1);
    }

    private void grow() {
        int capacity = Math.max(LEAST, texts.length * 2);
        Text[] moreTexts = new Text[capacity];
        long[] moreTimes = new long[capacity];
        for (int i = 0; i < size; i++) {
            moreTexts[i] = texts[slot(i)];
            moreTimes[i] = times[slot(i)];
        }
        texts = moreTexts;
        times = moreTimes;
        first = 0;
    }
}
