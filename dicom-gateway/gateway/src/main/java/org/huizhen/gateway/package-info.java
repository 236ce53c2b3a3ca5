/** One clinic's gateway: receives by DIMSE, spools durably, forwards to the center. Imports toolkit and config. */
package org.huizhen.gateway;
