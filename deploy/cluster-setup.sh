#!/bin/sh
# Joins CouchDB nodes to a cluster, once. Arguments: their names; the first one coordinates.
# COUCHDB_USER and COUCHDB_PASSWORD are taken from the environment and never stand on a command line.
set -eu
first=$1
shift
umask 077
credentials=$(mktemp)
trap 'rm -f "$credentials"' EXIT
printf 'user = "%s:%s"\n' "$COUCHDB_USER" "$COUCHDB_PASSWORD" >"$credentials"

ask() { # method path [body]
  printf '%s' "${3-}" | curl --silent --show-error --fail-with-body --config "$credentials" \
    --request "$1" --header 'content-type: application/json' --data-binary @- "http://$first:5984$2"
}
setup() { ask POST /_cluster_setup "$1" && echo; }

case $(curl --silent --config "$credentials" "http://$first:5984/_cluster_setup") in
*cluster_finished*) echo 'the nodes are joined already'; exit 0 ;;
esac

me="\"username\":\"$COUCHDB_USER\",\"password\":\"$COUCHDB_PASSWORD\""
count=$(($# + 1))
for node in "$@"; do
  setup "{\"action\":\"enable_cluster\",\"bind_address\":\"0.0.0.0\",$me,\"port\":5984,\"node_count\":\"$count\",
    \"remote_node\":\"$node\",\"remote_current_user\":\"$COUCHDB_USER\",
    \"remote_current_password\":\"$COUCHDB_PASSWORD\"}"
  setup "{\"action\":\"add_node\",\"host\":\"$node\",\"port\":5984,$me}"
done
setup '{"action":"finish_cluster"}'
