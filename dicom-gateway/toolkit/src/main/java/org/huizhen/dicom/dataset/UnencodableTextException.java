package org.huizhen.dicom.dataset;

/** Text with a character that the character set of a data set cannot express (PS3.3 C.12.1.1.2). The message never holds the text. */
public final class UnencodableTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient SpecificCharacterSet characterSet;
    private final int index;

    UnencodableTextException(SpecificCharacterSet characterSet, int index) {
        super("character " + index + " of the text is outside " + characterSet);
        this.characterSet = characterSet;
        this.index = index;
    }

    /** The set that lacks the character. */
    public SpecificCharacterSet characterSet() {
        return characterSet;
    }

    /** Where in the text the first character stands that cannot be expressed, counted in UTF-16 units from 0. */
    public int index() {
        return index;
    }
}
