/**
 * The web server: routes with their permission, authentication, problem documents, paging, the web client's files. May
 * import {@code core}, {@code database} and {@code access}.
 */
package org.huizhen.server.http;
