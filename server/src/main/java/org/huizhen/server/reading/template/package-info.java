/**
 * Report templates: the catalog's, an organization's and a person's own. May import {@code core}, {@code database},
 * {@code audit}, {@code access} and {@code http}.
 */
package org.huizhen.server.reading.template;
