/** The center server's entry point and the only place that constructs features. */
package org.huizhen.server;
