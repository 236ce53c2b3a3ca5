package org.huizhen.dicom.dataset;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Elements in ascending order of tag (PS3.5 7.1). Values stay encoded until asked for. A getter gives nothing where the element is
 * absent, empty, or not of that kind: a malformed number is absent, never an exception. Not for use by several threads while it
 * changes.
 */
public final class DataSet implements Iterable<Element> {
    private static final int[] NO_TAGS = {};
    private static final Element[] NO_ELEMENTS = {};

    private int[] tags = NO_TAGS;
    private Element[] elements = NO_ELEMENTS;
    private int size;
    private DataSet parent;
    private boolean undefinedLength;
    private long itemOffset = -1;
    private SpecificCharacterSet override;
    private SpecificCharacterSet declared;
    private EncodedForm encodedForm;

    // --- elements

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(int tag) {
        return indexOf(tag) >= 0;
    }

    public Optional<Element> find(int tag) {
        return Optional.ofNullable(get(tag));
    }

    /** The element, null where absent. */
    public Element get(int tag) {
        int index = indexOf(tag);
        return index < 0 ? null : elements[index];
    }

    /** The elements in ascending order of tag. */
    public List<Element> elements() {
        return new AbstractList<>() {
            @Override
            public Element get(int index) {
                if (index >= size) {
                    throw new IndexOutOfBoundsException(index);
                }
                return elements[index];
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    @Override
    public Iterator<Element> iterator() {
        return elements().iterator();
    }

    /** Adds the element or replaces the one of its tag; items of a sequence then inherit from this data set. */
    public DataSet put(Element element) {
        dropEncodedForm();
        set(element);
        return this;
    }

    public DataSet remove(int tag) {
        int index = indexOf(tag);
        if (index >= 0) {
            dropEncodedForm();
            System.arraycopy(elements, index + 1, elements, index, size - index - 1);
            System.arraycopy(tags, index + 1, tags, index, size - index - 1);
            elements[--size] = null;
            changed(tag);
        }
        return this;
    }

    /**
     * Takes an element as a reader meets it: out of order is kept in {@link EncodedForm}, a doubled tag keeps the first (as dcmtk
     * does) and the encoding both.
     */
    public void append(Element element) {
        if (encodedForm != null && encodedForm.order() != null) {
            encodedForm.append(element);
        } else if (size > 0 && Integer.compareUnsigned(element.tag(), elements[size - 1].tag()) <= 0) {
            encodedForm().startOrder(List.of(Arrays.copyOf(elements, size)));
            encodedForm.append(element);
        }
        if (encodedForm == null || encodedForm.order() == null || !contains(element.tag())) {
            set(element);
        }
    }

    // Lengths above a change are no longer what was read.
    private void dropEncodedForm() {
        for (DataSet each = this; each != null; each = each.parent) {
            each.encodedForm = null;
        }
    }

    private void set(Element element) {
        int index = size > 0 && Integer.compareUnsigned(element.tag(), elements[size - 1].tag()) > 0
                ? ~size
                : indexOf(element.tag());
        if (index < 0) {
            index = ~index;
            if (size == elements.length) {
                int room = Math.max(8, size * 2);
                elements = Arrays.copyOf(elements, room);
                tags = Arrays.copyOf(tags, room);
            }
            System.arraycopy(elements, index, elements, index + 1, size - index);
            System.arraycopy(tags, index, tags, index + 1, size - index);
            size++;
        }
        elements[index] = element;
        tags[index] = element.tag() ^ Integer.MIN_VALUE;
        changed(element.tag());
        if (element instanceof Element.Sequence sequence) {
            sequence.items().forEach(item -> item.parent = this);
        }
    }

    private void changed(int tag) {
        if (tag == Tag.SpecificCharacterSet) {
            declared = null;
        }
    }

    private int indexOf(int tag) {
        return Arrays.binarySearch(tags, 0, size, tag ^ Integer.MIN_VALUE);
    }

    // --- as an item

    /** The data set this one is an item of. */
    public Optional<DataSet> parent() {
        return Optional.ofNullable(parent);
    }

    /** A new item that inherits the character set from here; to be put into a sequence of this data set. */
    public DataSet newItem() {
        DataSet item = new DataSet();
        item.parent = this;
        return item;
    }

    /** Whether this item is encoded with undefined length. */
    public boolean undefinedLength() {
        return undefinedLength;
    }

    public DataSet undefinedLength(boolean undefined) {
        this.undefinedLength = undefined;
        return this;
    }

    /** Where the item's tag lies, in bytes from the beginning of the source it was read from; -1 for others. */
    public long itemOffset() {
        return itemOffset;
    }

    public DataSet itemOffset(long offset) {
        this.itemOffset = offset;
        return this;
    }

    /** What only the encoding has; made at first use. Dropped when the data set changes. */
    public EncodedForm encodedForm() {
        if (encodedForm == null) {
            encodedForm = new EncodedForm();
        }
        return encodedForm;
    }

    /** Whether {@link #encodedForm()} has been made. */
    public boolean hasEncodedForm() {
        return encodedForm != null;
    }

    // --- character set

    /** The set that text is read in: an override here or above, else what is declared here, else what is inherited. */
    public SpecificCharacterSet characterSet() {
        for (DataSet each = this; each != null; each = each.parent) {
            if (each.override != null) {
                return each.override;
            }
        }
        if (declared == null) {
            if (get(Tag.SpecificCharacterSet) instanceof Element.Value value) {
                declared = SpecificCharacterSet.of(
                        Values.strings(value, SpecificCharacterSet.DEFAULT).toArray(String[]::new));
            } else {
                return parent == null ? SpecificCharacterSet.DEFAULT : parent.characterSet();
            }
        }
        return declared;
    }

    /**
     * Reads all text here and below in this set, whatever is declared: for sources known to label their text wrongly.
     *
     * @param set the set, or null to go by the declaration again
     */
    public DataSet overrideCharacterSet(SpecificCharacterSet set) {
        this.override = set;
        return this;
    }

    // --- values

    /** The first value as text without padding; numbers in decimal. Empty where absent or blank. */
    public Optional<String> string(int tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.getFirst().isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The first value as text, {@code fallback} where absent or blank. */
    public String string(int tag, String fallback) {
        return string(tag).orElse(fallback);
    }

    /** All values as text; empty ones are empty strings. */
    public List<String> strings(int tag) {
        return get(tag) instanceof Element.Value value ? Values.strings(value, characterSet()) : List.of();
    }

    /** The first value as an integer: of IS, US, SS, UL, SL, UV, SV, AT, and of DS without a fraction. */
    public OptionalInt integer(int tag) {
        OptionalLong number = longInteger(tag);
        return number.isPresent() && number.getAsLong() == (int) number.getAsLong()
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    public int integer(int tag, int fallback) {
        return integer(tag).orElse(fallback);
    }

    /** As {@link #integer}, of 64 bits; UV above 2^63-1 comes out negative. */
    public OptionalLong longInteger(int tag) {
        long[] numbers = longs(tag);
        return numbers.length == 0 ? OptionalLong.empty() : OptionalLong.of(numbers[0]);
    }

    /** All values as integers; none where one of them is malformed. OB and OW give their bytes and words, unsigned. */
    public long[] longs(int tag) {
        return get(tag) instanceof Element.Value value ? Values.longs(value) : new long[0];
    }

    /** The first value as a number: of DS, IS, FL, FD and the integer representations. */
    public OptionalDouble decimal(int tag) {
        double[] numbers = decimals(tag);
        return numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(numbers[0]);
    }

    public double[] decimals(int tag) {
        return get(tag) instanceof Element.Value value ? Values.decimals(value) : new double[0];
    }

    /** The first person name; empty where absent or blank. */
    public Optional<PersonName> personName(int tag) {
        return string(tag).map(PersonName::parse).filter(name -> !name.isEmpty());
    }

    /** The value's bytes as encoded, numbers in little endian; empty for sequences and what was left in the file. */
    public Optional<byte[]> bytes(int tag) {
        return get(tag) instanceof Element.Value value ? Optional.of(value.bytes()) : Optional.empty();
    }

    /** The items of a sequence; none where absent. */
    public List<DataSet> items(int tag) {
        return get(tag) instanceof Element.Sequence sequence ? sequence.items() : List.of();
    }

    /** The first item of a sequence. */
    public Optional<DataSet> item(int tag) {
        List<DataSet> items = items(tag);
        return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
    }

    // --- putting values

    /** Puts text in the representation of the dictionary, encoded in {@link #characterSet()}: put (0008,0005) first. */
    public DataSet putString(int tag, String... values) {
        return putString(tag, Dictionary.vr(tag), values);
    }

    /**
     * Puts text; for numeric representations the values are parsed as decimal numbers.
     *
     * @throws IllegalArgumentException where the character set lacks a character or a number is malformed
     */
    public DataSet putString(int tag, Vr vr, String... values) {
        return put(new Element.Value(tag, vr, ValueEncoder.encode(vr, characterSet(), values)));
    }

    /** Puts integers in the representation of the dictionary (binary ones, IS and DS). */
    public DataSet putInteger(int tag, long... values) {
        return putInteger(tag, Dictionary.vr(tag), values);
    }

    public DataSet putInteger(int tag, Vr vr, long... values) {
        return put(new Element.Value(tag, vr, ValueEncoder.encode(vr, values)));
    }

    /** Puts numbers in the representation of the dictionary (FL, FD, DS, OF, OD). */
    public DataSet putDecimal(int tag, double... values) {
        Vr vr = Dictionary.vr(tag);
        return put(new Element.Value(tag, vr, ValueEncoder.encode(vr, values)));
    }

    public DataSet putName(int tag, PersonName name) {
        return putString(tag, Vr.PN, name.toString());
    }

    /** Puts bytes as they are, padded to an even length. */
    public DataSet putBytes(int tag, Vr vr, byte[] bytes) {
        return put(new Element.Value(tag, vr, ValueEncoder.padded(bytes, vr)));
    }

    public DataSet putEmpty(int tag) {
        Vr vr = Dictionary.vr(tag);
        return put(vr == Vr.SQ ? new Element.Sequence(tag, List.of()) : new Element.Value(tag, vr, new byte[0]));
    }

    public DataSet putItems(int tag, DataSet... items) {
        return putItems(tag, List.of(items));
    }

    public DataSet putItems(int tag, List<DataSet> items) {
        return put(new Element.Sequence(tag, new ArrayList<>(items)));
    }

    /** Declares the character set (0008,0005) and uses it for text that is put from now on. */
    public DataSet putCharacterSet(SpecificCharacterSet set) {
        return putString(Tag.SpecificCharacterSet, set.terms().toArray(String[]::new));
    }
}
