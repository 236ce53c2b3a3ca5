package org.huizhen.server.signaling;

/** Why the server closes a socket: WebSocket close code (RFC 6455 7.4; 4000–4999 are ours) and text. */
enum CloseReason {
    BYE(1000, "bye"),
    TOO_LARGE(1009, "too-large"),
    RESTARTING(1012, "restarting"),
    FULL(1013, "no-resources"),
    UNAUTHENTICATED(4401, "unauthenticated"),
    SIGNED_OUT(4403, "signed-out"),
    NO_HELLO(4408, "hello-timeout"),
    REPLACED(4409, "replaced"),
    SILENT(4410, "ping-timeout"),
    TOO_MANY_REQUESTS(4429, "too-many-requests"),
    SLOW_CONSUMER(4430, "slow-consumer");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
