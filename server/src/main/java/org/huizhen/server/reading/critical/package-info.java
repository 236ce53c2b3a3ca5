/**
 * Critical findings (危急值): raised at the center, telephoned to the clinic's duty posts one after the other until somebody
 * reads them back, then followed to the patient. May import what {@code reading} may.
 */
package org.huizhen.server.reading.critical;
