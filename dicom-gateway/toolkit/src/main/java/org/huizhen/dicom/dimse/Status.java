package org.huizhen.dicom.dimse;

/**
 * A DIMSE status code as it travels in (0000,0900) (PS3.7 annex C, PS3.4 B.2.3).
 *
 * @param code 0 to FFFFH
 */
public record Status(int code) {
    public static final Status SUCCESS = new Status(0x0000);
    public static final Status CANCEL = new Status(0xFE00);
    public static final Status PENDING = new Status(0xFF00);

    public static final Status PROCESSING_FAILURE = new Status(0x0110);
    public static final Status DUPLICATE_SOP_INSTANCE = new Status(0x0111);
    public static final Status NO_SUCH_SOP_INSTANCE = new Status(0x0112);
    public static final Status INVALID_ARGUMENT_VALUE = new Status(0x0115);
    public static final Status INVALID_SOP_INSTANCE = new Status(0x0117);
    public static final Status MISSING_ATTRIBUTE = new Status(0x0120);
    public static final Status MISSING_ATTRIBUTE_VALUE = new Status(0x0121);
    public static final Status SOP_CLASS_NOT_SUPPORTED = new Status(0x0122);
    public static final Status NOT_AUTHORIZED = new Status(0x0124);
    public static final Status DUPLICATE_INVOCATION = new Status(0x0210);
    public static final Status UNRECOGNIZED_OPERATION = new Status(0x0211);
    public static final Status MISTYPED_ARGUMENT = new Status(0x0212);
    public static final Status RESOURCE_LIMITATION = new Status(0x0213);

    /** C-STORE: out of resources; the sender may try again later. */
    public static final Status OUT_OF_RESOURCES = new Status(0xA700);
    /** C-STORE: the data set does not match the SOP class. */
    public static final Status DATA_SET_DOES_NOT_MATCH = new Status(0xA900);
    /** C-STORE: the data set cannot be understood. */
    public static final Status CANNOT_UNDERSTAND = new Status(0xC000);

    public static final Status COERCION_OF_DATA_ELEMENTS = new Status(0xB000);
    public static final Status ELEMENTS_DISCARDED = new Status(0xB006);
    public static final Status DATA_SET_WARNING = new Status(0xB007);

    public Status {
        if (code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("status " + code + " is outside 0..65535");
        }
    }

    public boolean isSuccess() {
        return code == 0;
    }

    /** Done, with something the sender should know: 0001H, 0107H, 0116H, BxxxH (PS3.7 C.4). */
    public boolean isWarning() {
        return code == 0x0001 || code == 0x0107 || code == 0x0116 || code >>> 12 == 0xB;
    }

    public boolean isPending() {
        return code == 0xFF00 || code == 0xFF01;
    }

    public boolean isCancel() {
        return code == 0xFE00;
    }

    public boolean isFailure() {
        return !isSuccess() && !isWarning() && !isPending() && !isCancel();
    }

    @Override
    public String toString() {
        return String.format("%04XH", code);
    }
}
