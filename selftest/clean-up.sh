#!/usr/bin/env bash
# Deletes what the self-test has made: the tags of this run, and the Deployments of its environment.
set -euo pipefail
# shellcheck source=github.sh
source "$(dirname "${BASH_SOURCE[0]}")/github.sh"

deletions=()
while read -r _ ref; do
  if [[ $ref == '' ]]; then continue; fi
  own "$ref"
  deletions+=(":$ref")
done < <(refs)
# By GITHUB_TOKEN, whose moves start no workflow.
if [[ ${#deletions[@]} -gt 0 ]]; then gits "$TOKEN" push --quiet "$url" "${deletions[@]}" || true; fi

rest "$TOKEN" GET "deployments?per_page=100&environment=$(jq --null-input --raw-output --arg name "$environment" '$name | @uri')"
for deployment in $(jq --arg name "$environment" '.[]? | select(.environment == $name) | .id' <<< "$body"); do
  # Only what is inactive can be deleted.
  rest "$TOKEN" POST "deployments/$deployment/statuses" '{ "state": "inactive" }'
  rest "$TOKEN" DELETE "deployments/$deployment"
  if [[ $status != 204 ]]; then echo "::warning::Deployment $deployment of $environment is still there (HTTP $status)"; fi
done

left=$(refs)
if [[ $left != '' ]]; then
  printf '::error::Tags that are still there. To delete them: git push origin%s\n' "$(awk '{ printf " :%s", $2 }' <<< "$left")"
  exit 1
fi
echo 'No tag of the self-test is left.'
