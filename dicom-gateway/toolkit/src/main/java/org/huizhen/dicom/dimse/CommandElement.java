package org.huizhen.dicom.dimse;

/** Elements of group 0000 (PS3.7 annex E.1), by element number. */
public final class CommandElement {
    public static final int GROUP_LENGTH = 0x0000;
    public static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    public static final int REQUESTED_SOP_CLASS_UID = 0x0003;
    public static final int COMMAND_FIELD = 0x0100;
    public static final int MESSAGE_ID = 0x0110;
    public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x0120;
    public static final int MOVE_DESTINATION = 0x0600;
    public static final int PRIORITY = 0x0700;
    public static final int COMMAND_DATA_SET_TYPE = 0x0800;
    public static final int STATUS = 0x0900;
    public static final int OFFENDING_ELEMENT = 0x0901;
    public static final int ERROR_COMMENT = 0x0902;
    public static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;
    public static final int REQUESTED_SOP_INSTANCE_UID = 0x1001;
    public static final int EVENT_TYPE_ID = 0x1002;
    public static final int ACTION_TYPE_ID = 0x1008;
    public static final int NUMBER_OF_REMAINING_SUBOPERATIONS = 0x1020;
    public static final int NUMBER_OF_COMPLETED_SUBOPERATIONS = 0x1021;
    public static final int NUMBER_OF_FAILED_SUBOPERATIONS = 0x1022;
    public static final int NUMBER_OF_WARNING_SUBOPERATIONS = 0x1023;
    public static final int MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE = 0x1030;
    public static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x1031;

    private CommandElement() {}
}
