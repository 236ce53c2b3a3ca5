/** Multipart bodies (RFC 2046 5.1), read and written as streams. Imports nothing of the server but {@code core}. */
package org.huizhen.server.imaging.multipart;
