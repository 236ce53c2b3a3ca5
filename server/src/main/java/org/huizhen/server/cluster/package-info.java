/**
 * Several servers on one database: who lives, messages between them, the rule of leases. In process where there is one
 * server, over PostgreSQL's LISTEN and NOTIFY where there are several. May import {@code core} and {@code database}.
 */
package org.huizhen.server.cluster;
