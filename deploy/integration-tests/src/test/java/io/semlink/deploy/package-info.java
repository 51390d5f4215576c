/** The link as it is deployed, seen from outside. */
package io.semlink.deploy;
