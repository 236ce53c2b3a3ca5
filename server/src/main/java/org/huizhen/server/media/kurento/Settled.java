package org.huizhen.server.media.kurento;

/** Something on the server that is brought to what it is to be, step by step. */
interface Settled {
    /** Does what can be done now; soon, on another thread. */
    void settle();

    /** The server has lost it. */
    void lostWithRoom();
}
