/** The link in containers: as it is deployed, killed, paused, secured and renewed. */
package io.semlink.deploy.container;
