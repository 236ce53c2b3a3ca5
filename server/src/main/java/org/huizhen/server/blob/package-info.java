/**
 * Bytes of instances on disk, a file each, durable before anybody is told so (decision 2). May import {@code core}.
 */
package org.huizhen.server.blob;
