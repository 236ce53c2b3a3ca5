package org.huizhen.dicom.pdu;

/**
 * A-ABORT (PS3.8 9.3.8).
 *
 * @param source {@link #USER} or {@link #PROVIDER}
 * @param reason meaningful when the provider aborts: see {@link AbortReason}
 */
public record Abort(int source, int reason) implements Pdu {
    public static final int USER = 0;
    public static final int PROVIDER = 2;
    static final int TYPE = 7;

    public static Abort byUser() {
        return new Abort(USER, 0);
    }

    public static Abort byProvider(AbortReason reason) {
        return new Abort(PROVIDER, reason.code());
    }

    @Override
    public int type() {
        return TYPE;
    }
}
