/*
 * mock - a Kafka broker for tests: librdkafka's mock cluster
 *
 *	mock topic:partitions ...
 *
 * Prints its address, and serves until standard input ends.  It keeps little:
 * about 5 MB a partition, older messages vanish.
 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char *argv[])
{
	char what[256], *colon;
	rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(),
	    what, sizeof(what));
	rd_kafka_mock_cluster_t *cluster = rk == NULL ? NULL :
	    rd_kafka_mock_cluster_new(rk, 1);

	if (cluster == NULL) {
		fprintf(stderr, "mock: no cluster\n");
		return 1;
	}
	for (int i = 1; i < argc; i++) {
		if ((colon = strchr(argv[i], ':')) == NULL)
			return 2;
		*colon = '\0';
		rd_kafka_mock_topic_create(cluster, argv[i], atoi(colon + 1),
		    1);
	}
	printf("%s\n", rd_kafka_mock_cluster_bootstraps(cluster));
	fflush(stdout);
	while (getchar() != EOF)
		;
	rd_kafka_mock_cluster_destroy(cluster);
	rd_kafka_destroy(rk);
	return 0;
}
