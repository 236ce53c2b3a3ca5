/**
 * The pool, migrations, transactions, the outbox of events, and the embedded PostgreSQL. May import {@code core}.
 */
package org.huizhen.server.database;
